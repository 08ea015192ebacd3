//! Random numbers: SplitMix64 (Steele, Lea and Flood 2014), and what is drawn with it.

/// A stream of numbers that depends on its seed alone.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `bound`, evenly but for a share of bound / 2⁶⁴.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// From 0 to 1, without 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Lognormal, nearly: the logarithm is a sum of four even numbers, which has no wild tail.
    pub fn lognormal(&mut self, median: f64, sigma: f64) -> f64 {
        let bits = self.next();
        let sum: u64 = (0..4).map(|part| (bits >> (16 * part)) & 0xffff).sum();
        // The sum of four even numbers from 0 to 1 has the mean 2 and the variance 1/3.
        let normal = (sum as f64 / 65536.0 - 2.0) * 3f64.sqrt();
        median * (sigma * normal).exp()
    }
}

/// Numbers below `count`, of which number n is drawn 1/(n+1) as often as number 0.
#[derive(Debug)]
pub struct Zipf(Vec<u32>);

impl Zipf {
    pub fn new(count: u32) -> Zipf {
        let count = count.max(1);
        let slots = (16 * count as usize).next_power_of_two().max(1 << 16);
        let whole: f64 = (1..=count).map(|rank| 1.0 / f64::from(rank)).sum();
        let mut table = Vec::with_capacity(slots);
        let mut share = 0.0;
        for rank in 1..=count {
            share += 1.0 / f64::from(rank) / whole;
            table.resize((share * slots as f64) as usize, rank - 1);
        }
        table.resize(slots, count - 1);
        Zipf(table)
    }

    pub fn draw(&self, random: &mut Random) -> u32 {
        self.0[random.next() as usize & (self.0.len() - 1)]
    }
}
