//! What reading a log needs: where it is, what things cost, and how many threads work.

use std::env;
use std::path::Path;

use crate::cli::{Cost, LogArgs};
use crate::error::Error;
use crate::input::format::{self, Format};
use crate::input::{self, Mapping};
use crate::requests::prices::PriceTable;
use crate::requests::{CostMode, Load};

/// What to read and how, as the arguments say.
///
/// # Errors
/// Mappings that mean nothing, and price files that cannot be read.
pub fn load(log: &LogArgs, sources: Vec<input::Source>) -> Result<Load, Error> {
    let cost = match log.cost {
        Cost::Auto => CostMode::Auto,
        Cost::Logged => CostMode::Logged,
        Cost::Computed => CostMode::Computed,
    };
    let mappings = log.map.iter().map(|text| Mapping::parse(text)).collect::<Result<_, _>>()?;
    let (prices, chunk_bytes) = (price_table(&log.prices)?, log.chunk_bytes.max(1));
    let format = log.input_format.as_deref().map(format_named).transpose()?;
    Ok(Load { sources, mappings, format, cost, prices, sample_rate: log.sample_rate, chunk_bytes })
}

/// The format of that name: `None` for the native one.
fn format_named(name: &str) -> Result<Option<&'static Format>, Error> {
    match format::named(name) {
        None if name != input::NATIVE => Err(Error::UnknownFormat(name.to_owned())),
        format => Ok(format),
    }
}

/// The built-in prices with the given files laid over them, later ones on top.
pub fn price_table(files: &[impl AsRef<Path>]) -> Result<PriceTable, Error> {
    let mut prices = PriceTable::embedded();
    for path in files.iter().map(AsRef::as_ref) {
        let read_error = |source| Error::ReadPrices { path: path.to_owned(), source };
        let json = std::fs::read_to_string(path).map_err(read_error)?;
        prices.overlay(&json, &path.display().to_string())?;
    }
    Ok(prices)
}

/// Starts as many threads as were asked for, before any other is.
///
/// # Errors
/// So many cannot be started.
pub fn start_threads(threads: Option<usize>) -> Result<(), Error> {
    let Some(threads) = threads else { return Ok(()) };
    // SAFETY: no other thread runs yet: this one is the first to start any.
    #[allow(unsafe_code, reason = "polars takes the size of its pool from nowhere else")]
    unsafe {
        env::set_var("POLARS_MAX_THREADS", threads.to_string());
    }
    let fault = |_| Error::Threads(threads);
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().map_err(fault)
}
