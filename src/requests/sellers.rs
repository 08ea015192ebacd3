//! The price entries of a log's models, each looked up once.

use std::collections::HashMap;

use super::prices::{CompiledEntry, PriceTable, Resolution};

/// The codes of model, provider and service tier: requests that share them share a price entry.
pub type Seller = [u32; 3];

/// What is known of a seller.
pub struct Offer {
    /// `None` where the log names no model.
    pub resolution: Option<Resolution>,
    /// What is charged, where a price entry was found.
    pub sold: Option<Sold>,
}

pub struct Sold {
    pub entry: CompiledEntry,
    /// What had to be guessed to find it.
    pub guess: Option<String>,
}

/// Offers found so far.
pub struct Sellers<'t> {
    prices: &'t PriceTable,
    offers: HashMap<Seller, Offer>,
}

impl<'t> Sellers<'t> {
    pub fn new(prices: &'t PriceTable) -> Self {
        Sellers { prices, offers: HashMap::new() }
    }

    /// The offer of a seller whose model, provider and service tier are `names`.
    pub fn find<'n>(&mut self, seller: Seller, names: impl FnOnce() -> [Option<&'n str>; 3]) -> &Offer {
        self.offers.entry(seller).or_insert_with(|| {
            let [model, provider, tier] = names();
            let resolution = model.map(|model| self.prices.resolve(model, provider));
            let sold = match &resolution {
                Some(Resolution::Found { key, rule, .. }) => {
                    self.prices.compile(key, tier).map(|entry| Sold { entry, guess: rule.guess() })
                }
                _ => None,
            };
            Offer { resolution, sold }
        })
    }
}
