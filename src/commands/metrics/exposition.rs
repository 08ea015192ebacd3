//! Families as text, in the encodings of the Prometheus project's own client.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet, prometheus_text, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::{Registry, Unit};

use super::families::{Families, Family, Kind, Sample};
use crate::engine::Figure;

/// All families in Prometheus' text format 0.0.4, or as OpenMetrics 1.0.
pub fn text(families: Families, is_openmetrics: bool) -> String {
    let (mut registry, mut out) = (Registry::default(), String::new());
    registry.register_collector(Box::new(families));
    let encode = if is_openmetrics { text::encode } else { prometheus_text::encode };
    // A `String` takes everything.
    let _ = encode(&mut out, &registry);
    out
}

impl Collector for Families {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        self.0.iter().filter(|family| !family.series.is_empty()).try_for_each(|family| family.encode(&mut encoder))
    }
}

impl Family {
    fn encode(&self, encoder: &mut DescriptorEncoder) -> fmt::Result {
        let unit = self.unit.map(|unit| Unit::Other(unit.to_owned()));
        let kind = match self.kind {
            Kind::Counter => MetricType::Counter,
            Kind::Gauge => MetricType::Gauge,
            Kind::Histogram => MetricType::Histogram,
        };
        let mut metric = encoder.encode_descriptor(self.name, self.help, unit.as_ref(), kind)?;
        for (labels, sample) in &self.series {
            sample.encode(self.kind, metric.encode_family(labels)?)?;
        }
        Ok(())
    }
}

impl Sample {
    fn encode(&self, kind: Kind, mut series: MetricEncoder) -> fmt::Result {
        match (self, kind) {
            (Sample::Number(Figure::Int(value)), Kind::Counter) => {
                series.encode_counter::<NoLabelSet, u64, f64>(&value.unsigned_abs(), None)
            }
            (Sample::Number(Figure::Int(value)), _) => series.encode_gauge(value),
            (Sample::Number(figure), _) => {
                let value = figure.as_f64().unwrap_or(f64::NAN);
                match kind {
                    Kind::Counter => series.encode_counter::<NoLabelSet, f64, f64>(&value, None),
                    _ => series.encode_gauge(&value),
                }
            }
            (Sample::Histogram { sum, count, at_most }, _) => {
                let buckets = apart(at_most, *count);
                let count = buckets.iter().map(|(_, count)| count).sum();
                series.encode_histogram::<NoLabelSet>(*sum, count, &buckets, None)
            }
        }
    }
}

/// The values in each bucket alone, which is what the encoder takes. Of a sampled log the counts are estimates, and
/// rounded once they are cumulated, so that no bucket is smaller than the one before.
fn apart(at_most: &[(f64, f64)], count: f64) -> Vec<(f64, u64)> {
    let mut below = 0;
    let buckets = at_most.iter().copied().chain([(f64::INFINITY, count)]);
    buckets
        .map(|(bound, cumulated)| {
            let cumulated = cumulated.round() as u64;
            let own = cumulated.saturating_sub(below);
            below = below.max(cumulated);
            (bound, own)
        })
        .collect()
}
