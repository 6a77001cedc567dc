//! Random numbers that are the same on every machine.
//!
//! Job: a SplitMix64 generator and the few samplers the demonstration needs. In: a seed and the name of a stream.
//! Out: integers and weights. Invariants: only integer arithmetic, IEEE basic operations and `libm` functions are
//! used, so no platform's mathematics library can change a digit; each named stream is independent of every other,
//! so a draw added in one place moves nothing elsewhere.

use std::f64::consts::TAU;

/// The largest mean drawn in one go: `exp(-16)` is far from underflow and keeps the inner loop short.
const POISSON_STEP: f64 = 16.0;

/// A stream of random numbers: SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Debug, Clone)]
pub(super) struct Stream {
    state: u64,
}

impl Stream {
    /// The stream for one purpose, for example `["effect", "E23000001"]`.
    ///
    /// The name is hashed with 64-bit FNV-1a, which is fixed for ever, unlike the standard library's hasher.
    pub(super) fn named(seed: u64, name: &[&str]) -> Self {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for part in name {
            // 0xff cannot occur in UTF-8, so ["ab", "c"] and ["a", "bc"] give different streams.
            for byte in part.bytes().chain([0xff]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        let mut stream = Self { state: seed };
        stream.state = stream.next_integer() ^ hash;
        stream
    }

    /// The next 64 random bits.
    pub(super) fn next_integer(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in `[0, 1)` with 53 random bits.
    fn unit(&mut self) -> f64 {
        (self.next_integer() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// An integer in `0..bound`, every value equally likely; 0 when `bound` is 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // Draws in the incomplete last block are thrown away, otherwise low values would be favoured.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let draw = self.next_integer();
            if draw < limit {
                return draw % bound;
            }
        }
    }

    /// An integer from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True with the given probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Puts the items into random order (Fisher and Yates).
    pub(super) fn shuffle<Item>(&mut self, items: &mut [Item]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last as u64 + 1) as usize;
            items.swap(last, other);
        }
    }

    /// A standard normal number (Box and Muller).
    fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(TAU * self.unit())
    }

    /// A gamma number with the given shape (at least 1) divided by that shape, so that its mean is 1.
    ///
    /// Used as the multiplier by which forces, or years, differ from the national rate: the coefficient of
    /// variation is `1 / sqrt(shape)`. Method of Marsaglia and Tsang (2000).
    pub(super) fn mean_one(&mut self, shape: f64) -> f64 {
        let offset = shape - 1.0 / 3.0;
        let scale = 1.0 / libm::sqrt(9.0 * offset);
        loop {
            let normal = self.normal();
            let base = 1.0 + scale * normal;
            if base <= 0.0 {
                continue;
            }
            let cube = base * base * base;
            let bound = 0.5 * normal * normal + offset * (1.0 - cube + libm::log(cube));
            if libm::log(1.0 - self.unit()) < bound {
                return offset * cube / shape;
            }
        }
    }

    /// A Poisson count, exact for every mean: a large mean is a sum of small ones, each drawn by Knuth's product
    /// method.
    pub(super) fn poisson(&mut self, mean: f64) -> u64 {
        let mut left = mean;
        let mut count = 0;
        while left > 0.0 {
            let limit = libm::exp(-libm::fmin(left, POISSON_STEP));
            let mut product = self.unit();
            while product > limit {
                count += 1;
                product *= self.unit();
            }
            left -= POISSON_STEP;
        }
        count
    }

    /// A negative binomial count: Poisson with a mean that itself varies as [`Stream::mean_one`] does.
    pub(super) fn negative_binomial(&mut self, mean: f64, shape: f64) -> u64 {
        let multiplier = self.mean_one(shape);
        self.poisson(mean * multiplier)
    }

    /// The number of successes in `trials`.
    pub(super) fn binomial(&mut self, trials: u64, probability: f64) -> u64 {
        (0..trials).filter(|_| self.chance(probability)).count() as u64
    }

    /// Distributes `total` things over categories in proportion to the weights; the parts sum to `total`.
    pub(super) fn split<const CATEGORIES: usize>(
        &mut self,
        total: u64,
        weights: [f64; CATEGORIES],
    ) -> [u64; CATEGORIES] {
        let sum: f64 = weights.iter().sum();
        let mut parts = [0; CATEGORIES];
        for _ in 0..total {
            let mut left = self.unit() * sum;
            let mut chosen = CATEGORIES - 1;
            for (index, weight) in weights.iter().enumerate() {
                if left < *weight {
                    chosen = index;
                    break;
                }
                left -= weight;
            }
            parts[chosen] += 1;
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::Stream;

    /// The first outputs of SplitMix64 for seed 1234567, as printed with the reference implementation.
    #[test]
    fn the_generator_is_splitmix64() {
        let mut stream = Stream { state: 1_234_567 };
        let drawn: Vec<u64> = (0..3).map(|_| stream.next_integer()).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn streams_with_different_names_differ() {
        let first = Stream::named(1, &["ab", "c"]).next_integer();
        assert_ne!(first, Stream::named(1, &["a", "bc"]).next_integer());
        assert_ne!(first, Stream::named(2, &["ab", "c"]).next_integer());
        assert_eq!(first, Stream::named(1, &["ab", "c"]).next_integer());
    }

    /// Mean and variance of 20,000 draws lie within five standard errors of the theory.
    #[test]
    fn samplers_have_the_right_moments() {
        let mut stream = Stream::named(7, &["moments"]);
        let draws = 20_000;
        for mean in [0.4, 3.0, 40.0] {
            let counts: Vec<f64> = (0..draws).map(|_| stream.poisson(mean) as f64).collect();
            let average = counts.iter().sum::<f64>() / f64::from(draws);
            let variance =
                counts.iter().map(|count| (count - average) * (count - average)).sum::<f64>() / f64::from(draws);
            let error = libm::sqrt(mean / f64::from(draws));
            assert!((average - mean).abs() < 5.0 * error);
            assert!((variance / mean - 1.0).abs() < 0.06);
        }
        let multipliers: Vec<f64> = (0..draws).map(|_| stream.mean_one(4.0)).collect();
        let average = multipliers.iter().sum::<f64>() / f64::from(draws);
        assert!((average - 1.0).abs() < 5.0 * 0.5 / libm::sqrt(f64::from(draws)));
        assert!(multipliers.iter().all(|multiplier| *multiplier > 0.0));
    }

    #[test]
    fn a_split_sums_to_its_total_and_never_chooses_a_weight_of_zero() {
        let parts = Stream::named(3, &["split"]).split(1_000, [1.0, 0.0, 3.0]);
        assert_eq!(parts.iter().sum::<u64>(), 1_000);
        assert_eq!(parts[1], 0);
        assert!(parts[2] > parts[0]);
    }

    #[test]
    fn a_bounded_draw_stays_in_its_bounds() {
        let mut stream = Stream::named(9, &["bounds"]);
        assert!((0..1_000).all(|_| (3..=5).contains(&stream.between(3, 5))));
        assert_eq!(stream.below(0), 0);
    }
}
