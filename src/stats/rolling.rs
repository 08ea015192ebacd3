//! Means over a window that moves through time.

/// The mean of the values in `(end − window, end]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RollingMean {
    pub end: i64,
    pub count: usize,
    /// `None` of no values.
    pub mean: Option<f64>,
}

/// Means of `series`, pairs of a time and a value in order of time, over windows of the length `window` that end every
/// `step` at multiples of it, from the first at or after the first value to the first at or after the last.
pub fn rolling_means(series: &[(i64, f64)], window: i64, step: i64) -> Vec<RollingMean> {
    let (Some((first, _)), Some((last, _))) = (series.first(), series.last()) else { return Vec::new() };
    let at_or_after = |time: i64| time.div_euclid(step) + i64::from(time.rem_euclid(step) > 0);
    (at_or_after(*first)..=at_or_after(*last))
        .map(|number| {
            let end = number * step;
            let from = series.partition_point(|(time, _)| *time <= end - window);
            let to = series.partition_point(|(time, _)| *time <= end);
            let values = &series[from..to];
            let sum = super::sum(values.iter().map(|(_, value)| *value));
            let mean = (!values.is_empty()).then(|| sum / values.len() as f64);
            RollingMean { end, count: values.len(), mean }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_open_at_their_start_and_closed_at_their_end() {
        let series = [(1, 1.0), (10, 2.0), (20, 6.0), (41, 5.0)];
        let found: Vec<_> =
            rolling_means(&series, 20, 10).iter().map(|point| (point.end, point.count, point.mean)).collect();
        let expected = [(10, 2, Some(1.5)), (20, 3, Some(3.0)), (30, 1, Some(6.0)), (40, 0, None), (50, 1, Some(5.0))];
        assert_eq!(found, expected);
    }

    #[test]
    fn nothing_has_no_means() {
        assert!(rolling_means(&[], 10, 5).is_empty());
    }
}
