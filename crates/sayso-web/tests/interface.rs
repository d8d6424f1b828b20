//! The OpenAPI document against the routes, and the answers against its shapes.

mod common;

use axum::http::StatusCode;
use common::filled;
use sayso_model::JudgementKind;
use sayso_web::ROUTES;
use serde_json::Value;
use std::collections::BTreeSet;

/// Whether `value` has the shape of `schema`: the part of JSON Schema that the document uses.
fn check(doc: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/components/schemas/").ok_or("a reference elsewhere")?;
        let target = &doc["components"]["schemas"][name];
        return if target.is_null() {
            Err(format!("no schema {name}"))
        } else {
            check(doc, target, value, at)
        };
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let fits = choices.iter().any(|c| check(doc, c, value, at).is_ok());
        return if fits { Ok(()) } else { Err(format!("{at}: {value} fits none")) };
    }
    if let Some(constant) = schema.get("const").filter(|c| *c != value) {
        return Err(format!("{at}: {value} is not {constant}"));
    }
    if let Some(known) = schema["enum"].as_array().filter(|k| !k.contains(value)) {
        return Err(format!("{at}: {value} is none of {known:?}"));
    }
    let is = |name: &str| match name {
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    };
    let fits = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    };
    if !fits {
        return Err(format!("{at}: {value} is no {}", schema["type"]));
    }
    if let Some(least) = schema["minItems"].as_u64() {
        let length = value.as_array().map_or(0, Vec::len) as u64;
        if length < least || schema["maxItems"].as_u64().is_some_and(|most| length > most) {
            return Err(format!("{at}: {length} items"));
        }
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(name).is_none() {
            return Err(format!("{at} lacks {name}"));
        }
    }
    let known = schema["properties"].as_object();
    for (name, inner) in value.as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        match (known.and_then(|k| k.get(name)), schema.get("additionalProperties")) {
            (Some(schema), _) => check(doc, schema, inner, &at)?,
            (None, Some(Value::Bool(true))) => {}
            (None, Some(schema)) => check(doc, schema, inner, &at)?,
            (None, None) if known.is_some() => return Err(format!("{at} is not documented")),
            (None, None) => return Err(format!("{at}: the fields of this are not documented")),
        }
    }
    for (i, inner) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(schema) = schema.get("items") {
            check(doc, schema, inner, &format!("{at}[{i}]"))?;
        }
    }
    Ok(())
}

/// What a path is asked for besides its example: answers that have other fields.
const FURTHER: [&str; 2] =
    ["/quote.json?words=who+should+have", "/quote.json?words=nobody+ever+said+that+of+a+lighthouse"];

fn example(path: &str) -> String {
    let json = match path {
        "/" => "/index.json".to_owned(),
        path if path.ends_with(".svg") || path.ends_with(".csv") => path.to_owned(),
        path => format!("{path}.json"),
    };
    let query = match path {
        "/speaker" => "?name=Hester+Pym",
        "/outlet" => "?name=Quay+Courier",
        "/quote" => "?words=the+wall+of+quenby+harbour+fell+because",
        "/search" => "?q=speaker:pym+harbour",
        _ => "",
    };
    json.replace("{story}", "1").replace("{report}", "1") + query
}

#[test]
fn every_documented_path_answers_in_its_shape() {
    let site = filled();
    let doc = site.get("/openapi.json").json();
    assert_eq!(doc["openapi"], "3.1.0");
    let mut wrong = Vec::new();
    for (path, item) in doc["paths"].as_object().unwrap() {
        let content = item["get"]["responses"]["200"]["content"].as_object().unwrap();
        let (media, content) = content.iter().next().unwrap();
        let answer = site.get_with(&example(path), &[]);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(
            answer.header("content-type").starts_with(media.as_str()),
            "{path}: {}",
            answer.header("content-type")
        );
        assert!(!answer.header("etag").is_empty(), "{path}");
        if media == "application/json" {
            let json = answer.json();
            wrong.extend(check(&doc, &content["schema"], &json, path).err());
            let asked = site.get_with(
                example(path).replacen(".json", "", 1).replace("/index", "/").as_str(),
                &[("accept", "application/json")],
            );
            assert_eq!(asked.json(), json, "{path}: Accept and .json give the same");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn answers_of_other_kinds_have_their_shape_too() {
    let site = filled();
    let doc = site.get("/openapi.json").json();
    for asked in FURTHER {
        let path = asked.split(".json").next().unwrap();
        let schema = &doc["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        check(&doc, schema, &site.get_with(asked, &[]).json(), asked).unwrap();
    }
    let own = &site.get_with(FURTHER[0], &[]).json()["elsewhere"];
    assert!(own.as_array().is_some_and(|e| !e.is_empty()), "{own}");
}

#[test]
fn every_route_is_documented_with_its_parameters() {
    let site = filled();
    let doc = site.get("/openapi.json").json();
    let documented: BTreeSet<&str> = doc["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut served: BTreeSet<&str> = ROUTES.iter().map(|r| r.path).collect();
    served.insert("/add");
    served.insert("/judgements");
    assert_eq!(documented, served);
    for path in served {
        let parameters: BTreeSet<&str> = doc["paths"][path]["get"]["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|p| p["in"] == "path")
            .filter_map(|p| p["name"].as_str())
            .collect();
        let named: BTreeSet<&str> = path.split('{').skip(1).filter_map(|p| p.split('}').next()).collect();
        assert_eq!(parameters, named, "{path}");
    }
}

#[test]
fn a_wrong_shape_is_noticed() {
    let s =
        serde_json::json!({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]});
    let doc = serde_json::json!({"components": {"schemas": {"S": s}}});
    let schema = serde_json::json!({"type": "array", "items": {"$ref": "#/components/schemas/S"}});
    assert!(check(&doc, &schema, &serde_json::json!([{"a": 1}]), "").is_ok());
    assert!(check(&doc, &schema, &serde_json::json!([{"b": 1}]), "").is_err());
    assert!(check(&doc, &schema, &serde_json::json!([{"a": 1, "b": 1}]), "").is_err(), "not documented");
    assert!(check(&doc, &schema, &serde_json::json!({}), "").is_err());
}

#[test]
fn lists_are_cut_into_pages() {
    let site = filled();
    let far = site.get("/stories.json?page=99").json();
    assert_eq!((far["page"].as_u64(), far["pages"].as_u64()), (Some(1), Some(1)));
    for odd in ["0", "-1", "x", "99999999999999999999"] {
        assert_eq!(site.get(&format!("/stories.json?page={odd}")).status, StatusCode::OK, "{odd}");
    }
}

#[test]
fn judgements_are_cut_into_pages_and_can_be_had_whole() {
    let site = filled();
    let mut store = sayso_store::Store::open(&common::database(&site.folder)).unwrap();
    for n in 0..103 {
        let (a, kind) = (format!("Keeper {n}"), JudgementKind::SameSpeaker);
        store.judge(kind, &a, "Hester Pym", None, "2031-03-06T10:00:00Z").unwrap();
    }
    let numbers = |path: &str| -> Vec<u64> {
        let json = site.get(path).json();
        assert_eq!(json["total"].as_u64(), Some(103), "{path}");
        json["judgements"].as_array().unwrap().iter().map(|j| j["no"].as_u64().unwrap()).collect()
    };
    let (first, second) = (numbers("/judgements.json"), numbers("/judgements.json?page=2"));
    assert_eq!((first.len(), second.as_slice()), (100, &[3, 2, 1][..]), "the last made first");
    assert_eq!(numbers("/judgements.json?all=1"), [first, second].concat());
    assert!(site.get("/judgements").body.contains("href=\"/judgements.json?all=1\""));
}
