//! Gzip files of one or many members, read on past damage.

use crate::input::Input;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// The bytes of all members of a gzip file in turn.
///
/// At damage a read gives one error; the next read goes on at the next member, if there is one. So the reader
/// of an archive can refuse the record that is broken and read the others.
pub(crate) struct Members<R: Read> {
    state: State<R>,
}

enum State<R: Read> {
    /// Before a member or the end.
    Between(Input<R>),
    Inside(Box<GzDecoder<Input<R>>>),
    /// Behind damage, before the next member.
    Lost(Input<R>),
    Done,
}

/// The first bytes of every gzip member: magic number and deflate.
pub(crate) const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

impl<R: Read> Members<R> {
    pub(crate) fn new(input: Input<R>) -> Members<R> {
        Members { state: State::Between(input) }
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Ok(0),
                State::Between(mut input) => {
                    let head = input.peek(3)?;
                    if head.is_empty() {
                        return Ok(0);
                    } else if head[0] == 0 {
                        // Tapes and some tools pad with zeros.
                        input.consume(1);
                        self.state = State::Between(input);
                    } else if head == MAGIC {
                        self.state = State::Inside(Box::new(GzDecoder::new(input)));
                    } else {
                        self.state = State::Lost(input);
                        return Err(damage("bytes after the end of the gzip stream"));
                    }
                }
                State::Inside(mut decoder) => match decoder.read(out) {
                    Ok(0) => self.state = State::Between(decoder.into_inner()),
                    Ok(n) => {
                        self.state = State::Inside(decoder);
                        return Ok(n);
                    }
                    Err(error) => {
                        // An error of the file itself carries the operating system's number.
                        if error.raw_os_error().is_some() {
                            return Err(error);
                        }
                        self.state = State::Lost(decoder.into_inner());
                        return Err(match error.kind() {
                            io::ErrorKind::UnexpectedEof => damage("the gzip stream is cut short"),
                            _ if error.to_string().contains("checksum") => damage(CHECKSUM),
                            _ => damage(&format!("the gzip stream is damaged ({error})")),
                        });
                    }
                },
                State::Lost(mut input) => {
                    let head = input.peek(4)?;
                    if head.len() < 4 {
                        return Ok(0);
                    }
                    // The three upper flag bits are reserved: a member has none of them.
                    if head[..3] == MAGIC && head[3] & 0xe0 == 0 {
                        self.state = State::Inside(Box::new(GzDecoder::new(input)));
                        continue;
                    }
                    let window = input.fill_buf()?;
                    let next = window[1..].iter().position(|b| *b == MAGIC[0]);
                    let n = next.map_or(window.len(), |i| i + 1);
                    input.consume(n);
                    self.state = State::Lost(input);
                }
            }
        }
    }
}

const CHECKSUM: &str = "the gzip stream is damaged: its checksum is wrong";

/// Whether the damage is of the bytes read last, and not of those that follow.
pub(crate) fn concerns_what_was_read(error: &io::Error) -> bool {
    error.to_string() == CHECKSUM
}

fn damage(words: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, words)
}

#[cfg(test)]
pub(crate) fn compressed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_on(bytes: &[u8]) -> (Vec<u8>, Vec<String>) {
        let mut members = Members::new(Input::new(bytes));
        let (mut out, mut errors) = (Vec::new(), Vec::new());
        let mut piece = [0; 1000];
        loop {
            match members.read(&mut piece) {
                Ok(0) => return (out, errors),
                Ok(n) => out.extend_from_slice(&piece[..n]),
                Err(error) => errors.push(error.to_string()),
            }
        }
    }

    #[test]
    fn members_join_and_padding_is_passed_over() {
        let mut bytes = compressed(b"one ");
        bytes.extend(compressed(b"two"));
        bytes.extend([0; 600]);
        assert_eq!(read_on(&bytes), (b"one two".to_vec(), vec![]));
    }

    #[test]
    fn a_damaged_member_costs_only_itself() {
        let text: Vec<u8> = (0..4000u32).flat_map(|i| format!("{i} ").into_bytes()).collect();
        let mut bytes = compressed(b"one ");
        let at = bytes.len() + 2000;
        bytes.extend(compressed(&text));
        bytes[at..at + 40].fill(0xff);
        bytes.extend(compressed(b" three"));
        let (out, errors) = read_on(&bytes);
        assert!(out.starts_with(b"one 0 1 2"));
        assert!(out.ends_with(b" three"));
        assert_eq!(errors.len(), 1, "{errors:?}");
    }

    #[test]
    fn a_cut_is_said_to_be_one() {
        let bytes = compressed(&[b'x'; 5000]);
        let (_, errors) = read_on(&bytes[..bytes.len() - 9]);
        assert_eq!(errors, ["the gzip stream is cut short"]);
    }
}
