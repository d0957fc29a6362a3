#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes reference.json: figures of src/figures computed with numpy and scipy, by other ways than
the program's own where there is one. Needs both; the tests need the JSON alone.

    python3 tests/unit/figures/reference.py > tests/unit/figures/reference.json
"""
import itertools
import json
import math

import numpy as np
import scipy
from scipy import integrate, optimize, stats

rng = np.random.default_rng(20261128)


def rounded(x, digits=6):
    return [round(float(v), digits) for v in x]


# ---- samples ----

samples = {
    "three": [9.1, 10.4, 9.9],
    "four": [9.1, 10.4, 9.9, 12.3],
    "five": [3.124526, 3.112483, 2.979811, 3.100144, 2.981648],
    "ties12": [1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 9, 9],
    "normal50": rounded(rng.normal(9.2, 0.5, 50)),
    "lognormal50": rounded(np.exp(rng.normal(2.2, 0.5, 50))),
    "normal20": rounded(rng.normal(30, 2, 20)),
    "lognormal20": rounded(np.exp(rng.normal(3.4, 0.3, 20))),
}


# ---- Spearman ----

def exact_spearman(x, y):
    """All orders of y, in whole numbers: twice the ranks."""
    rx, ry = ([int(r) for r in 2 * stats.rankdata(v)] for v in (x, y))
    n = len(rx)
    distance = lambda order: abs(n * sum(a * b for a, b in zip(rx, order)) - sum(rx) * sum(ry))
    least = distance(ry)
    orders = [distance(order) >= least for order in itertools.permutations(ry)]
    return {"rho": float(stats.spearmanr(x, y).statistic), "p": sum(orders) / len(orders)}


def spearman_cases():
    cases = []
    for n in range(3, 8):
        cases.append((list(range(n)), list(range(n, 0, -1))))
    cases.append(([1, 2, 3, 4, 5], [1, 2, 3, 5, 4]))
    cases.append(([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5]))
    cases.append(([1, 2, 3, 4, 5, 6, 7], [48.3, 48.3, 48.9, 48.3, 49.1, 49.1, 50]))
    cases.append(([1, 1, 2, 2, 3, 3, 3, 4], [5, 1, 1, 5, 6, 7, 7, 7]))
    cases.append((list(range(9)), [3, 1, 2, 5, 4, 9, 6, 8, 7]))
    cases.append((list(range(9)), [1, 1, 1, 2, 2, 2, 1, 2, 2]))
    exact = [{"x": x, "y": y, **exact_spearman(x, y)} for x, y in cases]
    student = []
    for x, y in (
        (list(range(12)), samples["ties12"]),
        (list(range(10)), [3, 1, 2, 5, 4, 9, 6, 8, 7, 7]),
        (samples["normal50"], samples["lognormal50"]),
    ):
        result = stats.spearmanr(x, y)
        student.append({"x": x, "y": y, "rho": float(result.statistic), "p": float(result.pvalue)})
    return exact + student


# ---- sd ----

def trimmed_mean(x):
    x, n = np.sort(x), len(x)
    share = 1 / (2 * math.sqrt(n - 4))
    cut = math.floor(n * share)
    return np.median(x) if share >= 0.5 else x[cut : n - cut].mean()


def fourth_powers(x):
    return float(((np.asarray(x) - trimmed_mean(x)) ** 4).sum())


def squares(x):
    return float(np.var(x) * len(x))


def sd_interval(x, confidence):
    n, tail = len(x), (1 - confidence) / 2
    if n < 5:
        return [math.sqrt(squares(x) / stats.chi2.ppf(q, n - 1)) for q in (1 - tail, tail)]
    z = stats.norm.ppf(1 - tail)
    c = n / (n - z)
    kurtosis = n * fourth_powers(x) / squares(x) ** 2
    se = c * math.sqrt((kurtosis - (n - 3) / n) / (n - 1))
    return [math.exp((math.log(c * np.var(x, ddof=1)) + sign * z * se) / 2) for sign in (-1, 1)]


def sd_ratio(a, b, confidence):
    na, nb, tail = len(a), len(b), (1 - confidence) / 2
    ratio = float(np.std(b, ddof=1) / np.std(a, ddof=1))
    if min(na, nb) < 5:
        ends = [ratio / math.sqrt(stats.f.ppf(q, nb - 1, na - 1)) for q in (1 - tail, tail)]
        return {"ratio": ratio, "interval": ends}
    z = stats.norm.ppf(1 - tail)
    kurtosis = (
        (na + nb) * (fourth_powers(a) + fourth_powers(b)) / (squares(a) + squares(b)) ** 2
    )
    se = math.sqrt(sum((kurtosis - (n - 3) / n) / (n - 1) for n in (na, nb)))
    c = (nb / (nb - z)) / (na / (na - z))
    centre = math.log(c * ratio**2)
    return {"ratio": ratio, "interval": [math.exp((centre + s * z * se) / 2) for s in (-1, 1)]}


# ---- ratios of means ----

def ratio_paired(a, b):
    result = stats.ttest_rel(np.log(b), np.log(a))
    interval = result.confidence_interval(0.95)
    return {
        "ratio": float(stats.gmean(b) / stats.gmean(a)),
        "interval": [math.exp(interval.low), math.exp(interval.high)],
        "p": float(result.pvalue),
    }


def ratio_unpaired(a, b):
    result = stats.ttest_ind(np.log(b), np.log(a), equal_var=False)
    interval = result.confidence_interval(0.95)
    return {
        "ratio": float(stats.gmean(b) / stats.gmean(a)),
        "interval": [math.exp(interval.low), math.exp(interval.high)],
        "p": float(result.pvalue),
    }


# ---- sequential ----

def log_marginal(t, n, effect_sd):
    """Logarithm of the marginal likelihood of a sample with mean t / sqrt(n) and sd 1, up to what
    does not depend on effect_sd: effect ~ N(0, effect_sd^2), prior 1 / sigma on sigma. Numerically:
    the mean of n values is N(effect sigma, sigma^2 / n)."""
    mean = t / math.sqrt(n)

    def at(log_sigma):
        sigma = math.exp(log_sigma)
        spread = sigma * math.sqrt(1 / n + effect_sd**2)
        return (
            -0.5 * (mean / spread) ** 2
            - math.log(spread / sigma)
            - n * log_sigma
            - (n - 1) / (2 * sigma**2)
        )

    peak = optimize.minimize_scalar(lambda u: -at(u), bounds=(-5, 20), method="bounded",
                                    options={"xatol": 1e-10}).x
    top = at(peak)
    value = integrate.quad(lambda u: math.exp(at(u) - top), peak - 12, peak + 40,
                           points=[peak - 1, peak, peak + 1], limit=500, epsabs=0, epsrel=1e-12)[0]
    return top + math.log(value)


def t_limit(n, alpha):
    """|t| whose Bayes factor is 1 / alpha, by integration and root finding."""
    excess = lambda t: log_marginal(t, n, 1) - log_marginal(t, n, 0) + math.log(alpha)
    return optimize.brentq(excess, 0, 1e3, xtol=1e-13, rtol=1e-14)


# ---- what n can show ----

def mean_n(cv, margin):
    return next(n for n in range(2, 10**6)
                if stats.t.ppf(0.975, n - 1) * cv / math.sqrt(n) <= margin)


def signs(n, random):
    """All signs of n differences, or 1999 random ones."""
    if n > 11:
        return np.where(random.random((1999, n)) < 0.5, 1.0, -1.0)
    return np.where((np.arange(2**n)[:, None] >> np.arange(n)) & 1, 1.0, -1.0)


def power(differences, flips, alpha):
    extreme = np.zeros(len(differences))
    for i in range(0, len(differences), 500):
        some = differences[i : i + 500]
        least = np.abs(some.sum(1)) * (1 - 1e-12)
        extreme[i : i + 500] = (np.abs(some @ flips.T) >= least[:, None]).sum(1)
    p = extreme / len(flips) if len(flips) != 1999 else (extreme + 1) / 2000
    return (p <= alpha).mean()


def smallest_effect(effect, n, alpha, lo, hi):
    """Where a sign-flip test of effect(n, size, random) has 80 % power in 4000 samples."""
    random = np.random.default_rng(n)
    flips = signs(n, random)
    for _ in range(11):
        size = math.sqrt(lo * hi)
        lo, hi = (size, hi) if power(effect(n, size, random), flips, alpha) < 0.8 else (lo, size)
    return round(math.sqrt(lo * hi), 4)


def shifted(n, size, random):
    return random.standard_normal((4000, n)) + size


def spread(n, ratio, random):
    """Permuting the labels of two groups within rounds flips the signs of these differences."""
    a, b = random.standard_normal((2, 4000, n))
    b *= ratio
    deviations = lambda x: np.abs(x - np.median(x, 1)[:, None])
    return deviations(b) - deviations(a)


def power_cases():
    cases = []
    for pairs, least in ((1, 6), (3, 7), (10, 9)):
        for n in sorted({least, least + 2, least + 3, 12, 15, 20, 30, 50, 82, 100}):
            case = {"pairs": pairs, "n": n}
            case["mean_difference"] = smallest_effect(shifted, n, 0.05 / pairs, 0.05, 8)
            if n >= least + 2:
                case["sd_ratio"] = smallest_effect(spread, n, 0.05 / pairs, 1.01, 200)
            cases.append(case)
    return cases


# ---- clusters ----

def cluster(trials):
    sizes = np.array([len(t) for t in trials])
    n, k = sizes.sum(), len(trials)
    f = stats.f_oneway(*trials).statistic
    within = sum(squares(t) for t in trials) / (n - k)
    size = (n - (sizes**2).sum() / n) / (k - 1)
    between = max(0, within * (f - 1) / size)
    icc = between / (between + within)
    return {
        "within": float(within),
        "between": float(between),
        "icc": float(icc),
        "effective_n": float(n / (1 + ((sizes**2).sum() / n - 1) * icc)),
    }


def quantile_ranks(n, q, tail):
    """Ranks from 1; null where there is none."""
    lo = int(stats.binom.ppf(tail, n, q))  # least r with P(X <= r) >= tail
    if stats.binom.cdf(lo, n, q) <= tail:
        lo += 1
    hi = next((u for u in range(1, n + 1) if stats.binom.sf(u - 1, n, q) <= tail), None)
    return [lo if lo >= 1 else None, hi]


# ---- inferences of a run ----

def interval(values, effective_n, q):
    """Ranks of effective_n values, as parts of all values; null where there is no limit."""
    n, few = len(values), math.floor(effective_n)
    lo, hi = quantile_ranks(few, q, 0.025)
    lo = values[math.floor(lo * n / few) - 1] if lo else None
    hi = values[n - math.floor((few + 1 - hi) * n / few)] if hi else None
    return [lo, hi]


def quantile_min_n(q):
    return math.ceil(math.log(0.05) / math.log(q) - 1e-9)


def inferences(trials):
    """Trials of 10 s, 6 s of them steady; 5 s of pause before all but the first."""
    figures = cluster(trials)
    values = np.sort(np.concatenate(trials))
    others, infer = (4 + 9 * (len(trials) - 1)) / len(trials), 6 * len(trials) / len(values)
    cheapest = math.sqrt(others / infer * figures["within"] / figures["between"])
    supported = [q for q in (0.5, 0.9, 0.95, 0.99, 0.999)
                 if figures["effective_n"] >= quantile_min_n(q)]
    return {
        "trials": trials,
        **figures,
        "cheapest": max(1, round(cheapest)),
        "quantiles": [{"q": q, "value": float(np.quantile(values, q)),
                       "interval": interval(values.tolist(), figures["effective_n"], q)}
                      for q in supported],
    }


def inference_cases():
    """Many with little correlation, and 15 x 20 with an intra-class correlation near 0.7."""
    own = np.random.default_rng(7)
    cases = []
    for count, size, between in ((12, 60, 0.7), (15, 20, 2.2)):
        means = own.normal(30, between, count)
        sizes = [size - 5 * (i % 2) if size == 60 else size for i in range(count)]
        cases.append([rounded(own.normal(mean, 1.5, m), 3) for mean, m in zip(means, sizes)])
    return [inferences(trials) for trials in cases]


# ---- change points ----

def segment_cost(x, floor):
    variance = np.var(x)
    bounded = max(variance, floor)
    return len(x) * (math.log(bounded) + variance / bounded)


def change_points(x):
    """Optimal partitioning of all values, without any pruning."""
    x = np.asarray(x)
    n, floor, penalty = len(x), (0.001 * np.mean(x)) ** 2, 15 * math.log(len(x))
    cost, begin = [-penalty] + [math.inf] * n, [0] * (n + 1)
    for end in range(2, n + 1):
        for start in range(0, end - 1):
            if cost[start] < math.inf:
                total = cost[start] + segment_cost(x[start:end], floor) + penalty
                if total < cost[end]:
                    cost[end], begin[end] = total, start
    starts, at = [], n
    while begin[at] > 0:
        at = begin[at]
        starts.insert(0, at)
    return starts


def series(*parts):
    return rounded(np.concatenate([rng.normal(mean, sd, n) for n, mean, sd in parts]), 4)


def change_point_cases():
    cases = [
        series((20, 30, 0.5)),
        series((5, 45, 1), (15, 30, 0.5)),
        series((60, 30, 0.5), (40, 36, 0.5)),
        series((40, 30, 0.3), (40, 30, 3), (40, 30, 0.3)),
        series((3, 80, 2), (30, 40, 1), (30, 34, 1), (57, 30, 1)),
        series((100, 30, 0.5), (2, 90, 1), (98, 30, 0.5)),
        series(*[(30, 30 + 8 * (i % 2), 0.5) for i in range(10)]),
        rounded(np.exp(rng.normal(3.4, 0.5, 300)), 4),
        [30.0] * 20,
        [60.0] * 5 + [30.0] * 15,
        [30.0] * 10 + [31.0] + [30.0] * 9,
        [30.0, 60.0] * 10,
        [32.42] * 2 + [28.63] * 5 + [26.32],
        [30.0] * 100 + [30.056] * 100,
    ]
    return [{"x": x, "starts": change_points(x)} for x in cases]


def lines(value):
    """JSON with each item of a list of objects on a line of its own."""
    if isinstance(value, list) and isinstance(value[0], dict):
        return "[\n" + ",\n".join("  " + json.dumps(item, allow_nan=False) for item in value) + "\n ]"
    return json.dumps(value, allow_nan=False)


def main():
    trials = {
        "equal": [rounded(rng.normal(m, 1, 20)) for m in rng.normal(30, 1, 15)],
        "unequal": [rounded(rng.normal(m, 2, n)) for m, n in
                    zip(rng.normal(30, 4, 6), (3, 20, 1, 7, 12, 20))],
        "alike": [[1.0, 3.0, 2.0], [2.0, 1.0, 3.0], [3.0, 2.0, 1.5]],
    }
    s = samples
    reference = {
        "made_with": f"reference.py, numpy {np.__version__}, scipy {scipy.__version__}",
        "tolerance": "relative 1e-9; power: simulated, 10 %",
        "samples": s,
        "spearman": spearman_cases(),
        "sd": [
            {"sample": name, "confidence": confidence, "interval": sd_interval(s[name], confidence)}
            for name in s
            for confidence in (0.95, 0.99)
        ],
        "sd_ratio": [
            {"a": a, "b": b, **sd_ratio(s[a], s[b], 0.95)}
            for a, b in (("three", "five"), ("five", "normal20"), ("normal50", "lognormal50"),
                         ("lognormal50", "normal50"), ("normal20", "lognormal20"))
        ],
        "ratio_paired": [
            {"a": a, "b": b, **ratio_paired(s[a], s[b])}
            for a, b in (("normal20", "lognormal20"), ("normal50", "lognormal50"))
        ],
        "ratio_unpaired": [
            {"a": a, "b": b, **ratio_unpaired(s[a], s[b])}
            for a, b in (("five", "lognormal20"), ("normal50", "four"))
        ],
        "planned_p": [float(2 * stats.norm.sf(2.04 / math.sqrt(k / 5))) for k in range(1, 6)],
        "sequential": [
            {"n": n, "alpha": alpha, "t": t_limit(n, alpha)}
            for n, alpha in ((5, 0.05), (6, 0.02), (10, 0.02), (10, 0.002), (20, 0.05), (50, 0.02),
                             (200, 0.02))
        ],
        "mean_n": [
            {"cv": cv, "margin": margin, "n": mean_n(cv, margin)}
            for cv, margin in ((0.056, 0.02), (0.1, 0.01), (0.001, 0.02), (0.3, 0.05))
        ],
        "power": power_cases(),
        "clusters": [{"trials": t, **cluster(t)} for t in trials.values()],
        "quantile_ranks": [
            {"n": n, "q": q, "ranks": quantile_ranks(n, q, 0.025)}
            for n, q in ((5, 0.5), (6, 0.5), (50, 0.5), (50, 0.9), (300, 0.99), (400, 0.99),
                         (1000, 0.95), (1000, 0.01))
        ],
        "inferences": inference_cases(),
        "change_points": change_point_cases(),
    }
    print("{\n" + ",\n".join(f' "{key}": {lines(value)}' for key, value in reference.items()) + "\n}")


main()
