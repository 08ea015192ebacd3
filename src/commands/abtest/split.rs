//! Shares of variants, as they are typed.

use crate::error::Error;

/// Variants and their shares, which add up to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// A variant without a name takes the next one that is free.
    pub shares: Vec<(Option<String>, f64)>,
}

impl Split {
    /// Reads `50/50`, `80/10/10` or `control=0.8,b=0.2`; shares of any size, of which each is divided by their sum.
    ///
    /// # Errors
    /// [`Error::BadOption`] with what is wrong with it.
    pub fn parse(flag: &'static str, text: &str) -> Result<Split, Error> {
        let fault = |why: String| Error::BadOption { flag, value: text.to_owned(), why };
        let parts: Vec<(Option<String>, &str)> = match text.contains('=') {
            true => text
                .split(',')
                .map(|part| part.rsplit_once('=').map(|(name, share)| (Some(name.trim().to_owned()), share)))
                .collect::<Option<_>>()
                .ok_or_else(|| fault("has a part without `=`".to_owned()))?,
            false => text.split('/').map(|share| (None, share)).collect(),
        };
        let mut shares = Vec::with_capacity(parts.len());
        for (name, share) in parts {
            let number = share.trim().trim_end_matches('%').parse::<f64>().ok();
            let number = number.filter(|share| share.is_finite() && *share >= 0.0);
            let number = number.ok_or_else(|| fault(format!("has `{share}` for a share")))?;
            if name.as_ref().is_some_and(|name| name.is_empty() || shares.iter().any(|(n, _)| *n == Some(name.clone())))
            {
                return Err(fault("names a variant twice, or not at all".to_owned()));
            }
            shares.push((name, number));
        }
        let total: f64 = shares.iter().map(|(_, share)| share).sum();
        if shares.len() < 2 || total <= 0.0 {
            return Err(fault("needs two shares or more, and not all of them zero".to_owned()));
        }
        shares.iter_mut().for_each(|(_, share)| *share /= total);
        Ok(Split { shares })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Vec<(Option<String>, f64)>, String> {
        Split::parse("--split", text).map(|split| split.shares).map_err(|error| error.to_string())
    }

    #[test]
    fn shares_are_read() {
        assert_eq!(parse("50/50"), Ok(vec![(None, 0.5), (None, 0.5)]));
        assert_eq!(parse("8/1/1").map(|shares| shares[0].1), Ok(0.8));
        assert_eq!(parse("75%/25%").map(|shares| shares[1].1), Ok(0.25));
        assert_eq!(parse("x=y=1,b=3"), Ok(vec![(Some("x=y".to_owned()), 0.25), (Some("b".to_owned()), 0.75)]));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, why) in [
            ("100", "two shares or more"),
            ("0/0", "not all of them zero"),
            ("a=1,b", "without `=`"),
            ("50/x", "`x` for a share"),
            ("-1/2", "`-1` for a share"),
            ("a=1,a=2", "twice"),
            ("=1,b=2", "not at all"),
        ] {
            let message = parse(text).expect_err(text);
            assert!(message.contains(why), "{text}: {message}");
        }
    }
}
