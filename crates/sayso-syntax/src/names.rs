//! The names of tags and relations.

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($(#[$of])* $variant),* }

        impl $name {
            /// All, in the order of the weights.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// As the scheme writes it.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }

            /// The one of this name.
            pub fn of_name(name: &str) -> Option<$name> {
                match name { $($text => Some($name::$variant),)* _ => None }
            }
        }
    };
}

named! {
    /// A part of speech, as in the Penn Treebank (Marcus et al. 1993).
    Tag {
        /// Noun, one: `ferry`.
        Noun = "NN",
        /// Nouns, many: `ferries`.
        Nouns = "NNS",
        /// Name.
        Name = "NNP",
        /// Name in the plural.
        Names = "NNPS",
        /// Adjective.
        Adjective = "JJ",
        /// `larger`.
        Comparative = "JJR",
        /// `largest`.
        Superlative = "JJS",
        /// Adverb, `not` among them.
        Adverb = "RB",
        /// `faster`, of a verb.
        AdverbMore = "RBR",
        /// `fastest`, of a verb.
        AdverbMost = "RBS",
        /// Verb, bare: `sink`.
        Verb = "VB",
        /// `sank`.
        VerbPast = "VBD",
        /// `sinking`.
        VerbIng = "VBG",
        /// `sunk`.
        Participle = "VBN",
        /// `(they) sink`.
        VerbPresent = "VBP",
        /// `sinks`.
        VerbThird = "VBZ",
        /// `will`, `could`.
        Modal = "MD",
        /// Preposition, or conjunction of a clause.
        Preposition = "IN",
        /// `to`.
        To = "TO",
        /// `a`, `the`, `this`.
        Determiner = "DT",
        /// `all (the)`.
        Predeterminer = "PDT",
        /// `she`.
        Pronoun = "PRP",
        /// `her (ship)`.
        Possessive = "PRP$",
        /// `'s`.
        Genitive = "POS",
        /// `which (ship)`.
        WhDeterminer = "WDT",
        /// `who`, `what`.
        WhPronoun = "WP",
        /// `whose`.
        WhPossessive = "WP$",
        /// `when`, `where`.
        WhAdverb = "WRB",
        /// `and`.
        Conjunction = "CC",
        /// Number.
        Number = "CD",
        /// `there (is)`.
        There = "EX",
        /// `(broke) off`.
        Particle = "RP",
        /// `yes`.
        Interjection = "UH",
        /// Word of another language.
        Foreign = "FW",
        /// `1.` before an item.
        Item = "LS",
        /// `%`.
        Symbol = "SYM",
        /// `$`.
        Currency = "$",
        /// `#`.
        Hash = "#",
        /// Comma.
        Comma = ",",
        /// Stop.
        Stop = ".",
        /// Colon, dash.
        Colon = ":",
        /// Opening quotation mark.
        Open = "``",
        /// Closing quotation mark.
        Close = "''",
        /// Opening bracket.
        OpenBracket = "-LRB-",
        /// Closing bracket.
        CloseBracket = "-RRB-",
        /// Hyphen.
        Hyphen = "HYPH",
        /// Superfluous mark.
        Mark = "NFP",
        /// Part of an address on the web.
        Address = "ADD",
        /// Beginning of a compound with a hyphen.
        Affix = "AFX",
        /// Anything else.
        Other = "XX",
    }
}

named! {
    /// What a word is to the one it hangs on, as in ClearNLP (Choi and Palmer 2012).
    Relation {
        /// Hangs on none.
        Root = "root",
        /// Subject.
        Subject = "nsubj",
        /// Subject of a passive.
        SubjectPassive = "nsubjpass",
        /// Clause as subject.
        ClauseSubject = "csubj",
        /// Clause as subject of a passive.
        ClauseSubjectPassive = "csubjpass",
        /// `there (was)`.
        Expletive = "expl",
        /// Auxiliary.
        Auxiliary = "aux",
        /// Auxiliary of a passive.
        AuxiliaryPassive = "auxpass",
        /// Negation.
        Negation = "neg",
        /// Object.
        Object = "dobj",
        /// `(gave) him`.
        Dative = "dative",
        /// `(was) a captain`.
        Attribute = "attr",
        /// `(was) late`.
        AdjectiveComplement = "acomp",
        /// `(named him) captain`.
        ObjectPredicate = "oprd",
        /// `(said) it sank`.
        Complement = "ccomp",
        /// `(wants) to sail`.
        OpenComplement = "xcomp",
        /// `(sailed) when it rained`.
        AdverbialClause = "advcl",
        /// `(the ship) that sank`.
        RelativeClause = "relcl",
        /// `(a ship) built there`.
        NounClause = "acl",
        /// `that`, `if`, `when` before a clause.
        Marker = "mark",
        /// Preposition.
        Preposition = "prep",
        /// What a preposition leads.
        PrepositionObject = "pobj",
        /// Clause that a preposition leads.
        PrepositionClause = "pcomp",
        /// `by` of a passive.
        Agent = "agent",
        /// Particle of a verb.
        Particle = "prt",
        /// Adverb.
        Adverbial = "advmod",
        /// `(left) Tuesday`, `ten miles (away)`.
        NounAdverbial = "npadvmod",
        /// Determiner.
        Determiner = "det",
        /// `all (the)`.
        Predeterminer = "predet",
        /// Adjective.
        Adjectival = "amod",
        /// Number.
        Numeral = "nummod",
        /// `about (ten)`.
        Quantifier = "quantmod",
        /// Part of a compound or name.
        Compound = "compound",
        /// Other noun before a noun.
        NounModifier = "nmod",
        /// `her (ship)`.
        Possessive = "poss",
        /// `'s`.
        Case = "case",
        /// `(Ann Vale,) the captain`.
        Apposition = "appos",
        /// `(ships) and boats`.
        Conjunct = "conj",
        /// `and`.
        Coordination = "cc",
        /// `both (ships and boats)`.
        Preconjunction = "preconj",
        /// Clause beside the clause.
        Parataxis = "parataxis",
        /// `yes`.
        Interjection = "intj",
        /// What is about the text.
        Meta = "meta",
        /// Later piece of one word.
        Piece = "goeswith",
        /// Punctuation.
        Punctuation = "punct",
        /// Anything else.
        Other = "dep",
    }
}

impl Tag {
    /// Whether it is that of a verb, modals included.
    pub fn is_verb(self) -> bool {
        use Tag::*;
        matches!(self, Verb | VerbPast | VerbIng | Participle | VerbPresent | VerbThird | Modal)
    }

    /// Whether it is that of a noun or name.
    pub fn is_noun(self) -> bool {
        matches!(self, Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        assert!(Tag::ALL.iter().all(|t| Tag::of_name(t.name()) == Some(*t)));
        assert!(Relation::ALL.iter().all(|r| Relation::of_name(r.name()) == Some(*r)));
        assert!(Tag::ALL.iter().enumerate().all(|(n, t)| *t as usize == n));
    }
}
