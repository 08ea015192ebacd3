//! Objects that no query asks for, such as an application leaves in its log: nested, escaped, in many scripts, and with
//! keys and texts that look like those of the line itself.

use super::random::Random;

/// How many different objects there are; each line has one of them.
const DISTINCT: usize = 512;

const PARTS: [&str; 8] = [
    r#"{"role": "system", "content": "You are a helpful assistant.\nAnswer in one sentence.\n\n- be brief\n- be kind"}"#,
    r#"{"role": "user", "content": "He said \"cost_usd\": 12.5, \"model\": \"none\" and C:\\temp\\new \\\" and left\t}]"}"#,
    r#"{"role": "assistant", "content": "Gr\u00fc\u00dfe \u2014 \u65e5\u672c\u8a9e \ud83d\ude80 \ud83d\udc4d\ud83c\udffd"}"#,
    r#"{"role": "user", "content": "Жили-были дед да баба; ελληνικά, 中文字符, عربى, emoji 🙂🚀"}"#,
    r#"{"model": "decoy", "cost_usd": 99.5, "usage": {"input_tokens": 7, "output_tokens": -1.5e-3}, "request_id": null}"#,
    r#"[[0.0125, -3.5E+8, 17], [[], {}], [true, false, null, [[["deep"]]]]]"#,
    r#"{"tool": "search", "arguments": "{\"query\": \"llm \\\"cost\\\" 2026\", \"top_k\": 10, \"filters\": {\"lang\": [\"en\", \"de\"]}}"}"#,
    r#"{"": "", "tags": ["a", "b,c", "{d}", "[e]", "\/\b\f\r"], "score": 0.8734512, "ok": true, "parent": null}"#,
];

/// A stock of such objects, and which line gets which.
pub struct Payloads {
    stock: Vec<String>,
    random: Random,
}

impl Payloads {
    /// Objects of up to `bytes`, of every length alike; none when that is 0.
    pub fn new(bytes: usize, seed: u64) -> Payloads {
        let mut random = Random::new(seed ^ 0x5eed);
        let count = if bytes == 0 { 0 } else { DISTINCT };
        let stock = (1..=count).map(|size| object(&mut random, bytes * size / count)).collect();
        Payloads { stock, random }
    }

    /// Adds one as a member of the line, if there are any.
    pub fn member(&mut self, out: &mut Vec<u8>) {
        if self.stock.is_empty() {
            return;
        }
        let number = self.random.below(self.stock.len() as u64);
        out.extend_from_slice(b", \"payload\": ");
        out.extend_from_slice(self.stock[number as usize].as_bytes());
    }
}

/// An object of at most `limit` bytes; the empty one where that is too few.
fn object(random: &mut Random, limit: usize) -> String {
    let mut object = String::from("{");
    for number in 0.. {
        let part = PARTS[random.below(PARTS.len() as u64) as usize];
        let separator = if number == 0 { "" } else { ", " };
        let member = format!("{separator}\"part_{number}\": {part}");
        if object.len() + member.len() + 1 > limit {
            break;
        }
        object.push_str(&member);
    }
    object.push('}');
    object
}
