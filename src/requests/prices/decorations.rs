//! What a logged model name carries besides the model: dates, versions, regions, providers.
//!
//! Only decorations that a provider documents come off, each as a whole, in any combination. Markers that change
//! the price (`:free`, `-mini`, `:batch`) are no decorations.

use super::provider;
use super::rule::Stripped;

/// A name with some decorations removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bare {
    pub name: String,
    /// The provider: the request's, else the one the prefix named.
    pub provider: Option<String>,
    pub stripped: Vec<Stripped>,
}

/// More than any real name yields; a bound against `a/a/a/…`.
const MOST: usize = 64;

/// The name itself and everything that can be made of it, the least altered first.
pub(super) fn variants(name: &str, asked: Option<&str>, is_provider: &dyn Fn(&str) -> bool) -> Vec<Bare> {
    let provider = asked.map(provider::canonical);
    let mut all = vec![Bare { name: name.to_owned(), provider, stripped: Vec::new() }];
    let mut next = 0;
    while next < all.len() && all.len() < MOST {
        for (rest, stripped) in steps(&all[next].name, is_provider) {
            let bare = without(&all[next], rest, stripped);
            if !all.iter().any(|have| have.name == bare.name && have.provider == bare.provider) {
                all.push(bare);
            }
        }
        next += 1;
    }
    all.sort_by_key(|bare| bare.stripped.iter().map(Stripped::weight).sum::<u32>());
    all
}

fn without(from: &Bare, rest: String, stripped: Stripped) -> Bare {
    let named = match &stripped {
        Stripped::Provider(prefix) if prefix != GOOGLE_PREFIX => {
            Some(provider::canonical(prefix.trim_end_matches('/')))
        }
        _ => None,
    };
    let mut taken = from.stripped.clone();
    taken.push(stripped);
    Bare { name: rest, provider: from.provider.clone().or(named), stripped: taken }
}

/// Google's API calls its models by resource name.
const GOOGLE_PREFIX: &str = "models/";

/// Every single decoration that can come off a name, with what is left.
fn steps(name: &str, is_provider: &dyn Fn(&str) -> bool) -> Vec<(String, Stripped)> {
    let ends = [date(name), version(name), latest(name), fine_tune(name)];
    let starts = [provider_prefix(name, is_provider), region(name)];
    let cut = |(at, make): (usize, fn(String) -> Stripped)| (name[..at].to_owned(), make(name[at..].to_owned()));
    let cut_start = |(at, make): (usize, fn(String) -> Stripped)| (name[at..].to_owned(), make(name[..at].to_owned()));
    let ends = ends.into_iter().flatten().map(cut);
    let starts = starts.into_iter().flatten().map(cut_start);
    starts.chain(ends).filter(|(rest, _)| !rest.is_empty()).collect()
}

type Cut = Option<(usize, fn(String) -> Stripped)>;

fn provider_prefix(name: &str, is_provider: &dyn Fn(&str) -> bool) -> Cut {
    let at = name.find('/')?;
    (is_provider(&name[..at]) || &name[..=at] == GOOGLE_PREFIX).then_some((at + 1, Stripped::Provider))
}

fn region(name: &str) -> Cut {
    let at = name.find('.')?;
    ["us", "eu", "apac", "jp", "au", "global"].contains(&&name[..at]).then_some((at + 1, Stripped::Region))
}

/// `-20250929`, `@20250929`, `-2025-09-29`.
fn date(name: &str) -> Cut {
    let is_date = |text: &str, form| {
        text.is_ascii() && text.starts_with("20") && chrono::NaiveDate::parse_from_str(text, form).is_ok()
    };
    let tail = |length: usize| Some((name.len().checked_sub(length)?, name.get(name.len() - length..)?));
    if let Some((at, text)) = tail(11)
        && let Some(day) = text.strip_prefix('-')
        && is_date(day, "%Y-%m-%d")
    {
        return Some((at, Stripped::Date));
    }
    let (at, text) = tail(9)?;
    let day = text.strip_prefix(['-', '@'])?;
    (day.bytes().all(|byte| byte.is_ascii_digit()) && is_date(day, "%Y%m%d")).then_some((at, Stripped::Date))
}

/// `-v1:0`.
fn version(name: &str) -> Cut {
    let at = name.rfind("-v")?;
    let (major, minor) = name[at + 2..].split_once(':')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(major) && digits(minor)).then_some((at, Stripped::Version))
}

fn latest(name: &str) -> Cut {
    ["-latest", "@latest", "@default"]
        .into_iter()
        .find_map(|suffix| Some((name.strip_suffix(suffix)?.len(), Stripped::Latest as fn(String) -> Stripped)))
}

/// `ft:gpt-4o-mini:acme:bot:id` is a fine-tuned `ft:gpt-4o-mini`, which has its own price.
fn fine_tune(name: &str) -> Cut {
    let rest = name.strip_prefix("ft:")?;
    Some((rest.find(':')? + "ft:".len(), Stripped::FineTune))
}
