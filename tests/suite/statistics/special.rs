//! Special functions against identities and values that hold to the last digits.

use assess::statistics::special::{
    Tail, beta_quantile, beta_tails, binomial_probability, chi_square_quantile, gamma_quantile, gamma_tails,
    normal_tails, normal_upper_quantile, poisson_probability, poisson_quantile, poisson_tails, student_quantile,
};

use super::close;

#[test]
fn normal_quantiles_invert_the_tails() {
    close(normal_upper_quantile(0.025), 1.959_963_984_540_054, 1e-15, "95 %");
    close(normal_upper_quantile(0.001), 3.090_232_306_167_813_5, 1e-15, "99.8 %");
    for exponent in 1..60 {
        let tail = libm::pow(10.0, -0.25 * f64::from(exponent));
        close(normal_tails(normal_upper_quantile(tail)).upper, tail, 1e-13, "upper");
        close(normal_tails(-normal_upper_quantile(tail)).lower, tail, 1e-13, "lower");
    }
    assert_eq!(normal_upper_quantile(0.5), 0.0);
}

/// A Poisson tail is a finite sum, which the incomplete gamma function must equal.
#[test]
fn gamma_tails_equal_sums_of_poisson_probabilities() {
    for mean in [0.01, 0.5, 1.0, 3.0, 9.99, 15.0, 100.0, 1_045.0, 20_000.0] {
        let spread = 12.0 * libm::sqrt(mean);
        let last = (mean + spread) as i64 + 30;
        let mut below = 0.0;
        for count in 0..=last {
            below += poisson_probability(count, mean);
            let tails = poisson_tails(count, mean);
            if below > 1e-250 {
                close(tails.lower, below, 1e-11, &format!("P(X <= {count}), mean {mean}"));
            }
        }
        close(below, 1.0, 1e-12, "all of it");
    }
}

/// Where the uniform expansion takes over, it must agree with the series and the continued fraction: the recurrence
/// Q(a + 1, x) = Q(a, x) + x^a e^(−x) / Γ(a + 1) joins a shape below the switch to one above it.
#[test]
fn large_shapes_join_the_small_ones() {
    let below = 99_999.5;
    for deviate in [-8.0, -4.0, -1.96, -0.1, 0.0, 0.1, 1.96, 4.0, 8.0] {
        let point = below + deviate * libm::sqrt(below);
        let step = libm::exp(below * libm::log(point) - point - libm::lgamma(below + 1.0));
        let (small, large) = (gamma_tails(below, point), gamma_tails(below + 1.0, point));
        // The step is computed from numbers of size 10^6, which leaves it about ten digits.
        close(large.upper, small.upper + step, 1e-9, &format!("upper at {deviate}"));
        close(small.lower, large.lower + step, 1e-9, &format!("lower at {deviate}"));
    }
}

#[test]
fn gamma_quantiles_invert_the_tails() {
    for shape in [0.5, 1.0, 2.5, 10.0, 66.0, 1_046.0, 99_000.0, 101_000.0, 1.0e7] {
        for tail in [1e-8, 0.001, 0.025, 0.3, 0.7] {
            let upper = gamma_quantile(shape, Tail::Upper(tail));
            close(gamma_tails(shape, upper).upper, tail, 1e-9, &format!("upper {shape} {tail}"));
            let lower = gamma_quantile(shape, Tail::Lower(tail));
            close(gamma_tails(shape, lower).lower, tail, 1e-9, &format!("lower {shape} {tail}"));
        }
    }
    close(chi_square_quantile(2.0, Tail::Upper(0.05)), -2.0 * libm::log(0.05), 1e-14, "chi-square, 2");
    let deviate = normal_upper_quantile(0.025);
    close(chi_square_quantile(1.0, Tail::Upper(0.05)), deviate * deviate, 1e-13, "chi-square, 1");
}

#[test]
fn poisson_quantiles_are_the_smallest_count_that_reaches_the_probability() {
    for mean in [0.001, 0.5, 1.0, 15.0, 1_000.0, 123_456.7, 1.0e8, 1.0e10] {
        for probability in [0.001, 0.025, 0.5, 0.975, 0.999] {
            let count = poisson_quantile(probability, mean).unwrap();
            assert!(poisson_tails(count, mean).lower >= probability);
            assert!(count == 0 || poisson_tails(count - 1, mean).lower < probability);
        }
    }
}

/// A binomial tail is a finite sum, which the incomplete beta function must equal.
#[test]
fn beta_tails_equal_sums_of_binomial_probabilities() {
    for (trials, probability) in [(1, 0.3), (7, 0.5), (43, 0.02), (500, 0.5), (5_000, 0.209)] {
        let mut above = 1.0;
        for successes in 0..trials {
            above -= binomial_probability(successes, trials, probability);
            let tails = beta_tails((successes + 1) as f64, (trials - successes) as f64, probability);
            if above > 1e-3 {
                close(tails.lower, above, 1e-10, &format!("P(X > {successes}) of {trials}"));
            }
        }
    }
    close(beta_tails(1.0, 5.0, 0.3).upper, 0.7 * 0.7 * 0.7 * 0.7 * 0.7, 1e-14, "closed form");
}

#[test]
fn beta_quantiles_invert_the_tails() {
    for (a, b) in [(0.5, 0.5), (1.0, 1.0), (3.0, 10.0), (61.0, 30.0), (5.0, 1e6), (1e6, 2e6), (2e9, 3e9)] {
        for tail in [1e-8, 0.001, 0.025, 0.4] {
            let lower = beta_quantile(a, b, Tail::Lower(tail));
            let upper = beta_quantile(a, b, Tail::Upper(tail));
            // Near 10^9 the point itself holds the tail to about ten digits only.
            close(beta_tails(a, b, lower.value).lower, tail, 1e-9, &format!("lower {a} {b} {tail}"));
            if upper.value < 0.999 {
                close(beta_tails(a, b, upper.value).upper, tail, 1e-9, &format!("upper {a} {b} {tail}"));
            }
        }
    }
}

/// P(|T| < value) for an even number of degrees of freedom, a finite sum (Abramowitz and Stegun 26.7.4).
fn student_central(value: f64, degrees: i32) -> f64 {
    let square = f64::from(degrees) / (f64::from(degrees) + value * value);
    let (mut term, mut sum) = (1.0, 1.0);
    for step in 1..degrees / 2 {
        term *= square * f64::from(2 * step - 1) / f64::from(2 * step);
        sum += term;
    }
    libm::sqrt(1.0 - square) * sum
}

/// Student's t has closed quantiles for one and two degrees of freedom, and is the incomplete beta function of ν / (ν + t²).
#[test]
fn student_quantiles() {
    close(student_quantile(0.025, 1.0), libm::tan(std::f64::consts::PI * 0.475), 1e-12, "one");
    let p = 0.975;
    close(student_quantile(0.025, 2.0), (2.0 * p - 1.0) / libm::sqrt(2.0 * p * (1.0 - p)), 1e-12, "two");
    for degrees in [2, 4, 8, 20, 40] {
        let value = student_quantile(0.025, f64::from(degrees));
        close(student_central(value, degrees), 0.95, 1e-13, "finite sum");
    }
    close(student_quantile(0.025, 1e12), normal_upper_quantile(0.025), 1e-11, "many");
    for (degrees, tolerance) in
        [(1.0, 1e-12), (2.0, 1e-12), (5.0, 1e-12), (9.0, 1e-12), (42.0, 1e-12), (9_999.0, 1e-11), (10_001.0, 1e-11)]
    {
        let value = student_quantile(0.025, degrees);
        let beyond = beta_tails(degrees / 2.0, 0.5, degrees / (degrees + value * value)).lower;
        close(0.5 * beyond, 0.025, tolerance, "tail");
    }
}
