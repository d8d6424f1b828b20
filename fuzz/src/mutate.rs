//! Small changes to bytes, the same ones from the same seed number on every machine.

/// A source of numbers that only depends on its seed.
pub struct Random(u64);

impl Random {
    /// A source with that seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`, which is above 0.
    pub fn below(&mut self, limit: usize) -> usize {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        (drawn as usize) % limit.max(1)
    }
}

/// Words that mean something to one parser or another.
const WORDS: &[&[u8]] = &[
    b"WARC/1.0\r\n",
    b"WARC-Type: response\r\n",
    b"Content-Length: ",
    b"-1",
    b"99999999999999999999",
    b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n",
    b"transfer-encoding: chunked\r\n",
    b"content-encoding: gzip\r\n",
    b"0\r\n\r\n",
    b"ffffffffffffffff\r\n",
    b"\x1f\x8b\x08",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"\\ud800",
    b",",
    b":",
    b"null",
    b"\"text\": ",
    b"\"bodies\": [",
    b"\"associations\": {",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?xml ",
    b"?>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"&amp;",
    b"&",
    b"&#0;",
    b"&#x110000;",
    b"& # 39;",
    b",quot;",
    b"<",
    b"</",
    b"/>",
    b"<item>",
    b"</item>",
    b"<entry>",
    b"<p>",
    b"<table>",
    b"<script>",
    b"charset=utf-16",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xc3",
    b"\xe2\x80\x9c",
    b"\xe2\x80\x9d",
    b"\xe2\x80\x99",
    b"\xc2\xa0",
    b"\xe2\x80\x8b",
    b"\xc2\xad",
    b"\xc3\xa2\xe2\x82\xac\xe2\x84\xa2",
    b"\xf0\x9f\x98\x80",
    b"\"",
    b"'",
    b"''",
    b"\xc2\xab",
    b"\n\n",
    b"\r",
    b"\0",
    b"\xe2\x80\x94",
    b" (Orub Press) \xe2\x80\x94 ",
    b"By A. Penn\n",
    b"date 2031-03-02",
    b"Read more:",
    b"U.S.",
    b"...",
];

/// A changed copy of one of the seeds, of at most 8 KiB.
pub fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        let to = (at + random.below(40)).min(bytes.len());
        match random.below(9) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..to)),
            2 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            3 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            4 => drop(bytes.splice(at..at, WORDS[random.below(WORDS.len())].iter().copied())),
            5 => drop(bytes.splice(at..to, WORDS[random.below(WORDS.len())].iter().copied())),
            6 => {
                let copy = bytes[at..to].to_vec();
                for _ in 0..random.below(30) {
                    bytes.splice(at..at, copy.iter().copied());
                }
            }
            7 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                let piece = &other[from..(from + random.below(200)).min(other.len())];
                bytes.splice(at..to, piece.iter().copied());
            }
            _ => bytes.extend((0..random.below(20)).map(|i| (i * 37 + at) as u8)),
        }
    }
    bytes.truncate(8 << 10);
    bytes
}
