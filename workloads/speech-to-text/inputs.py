# SPDX-License-Identifier: GPL-3.0-or-later
"""The recordings of speech-to-text: babbling voices, made of pulses, noise and resonances.

Only additions and multiplications of numbers that stand here, so that the bytes are the same on every
machine."""
import array
import wave

import numpy as np

# Two resonances of a vowel, in Hz.
VOWELS = ((730, 1090), (530, 1840), (270, 2290), (570, 840), (300, 870), (440, 1020), (490, 1350))

# (seconds, rate, channels) of each: as long as the sentences of LJ Speech, in common formats.
RECORDINGS = ((6, 16000, 1), (9, 22050, 1), (4, 8000, 1), (7, 16000, 1), (3, 44100, 2),
              (10, 16000, 1))

TURN = 3.141592653589793 * 2


def cosine(x):
    """For an angle of 0 to pi, by Taylor's series: the same on every machine."""
    term = total = 1.0
    for i in range(1, 16):
        term *= -x * x / ((2 * i - 1) * (2 * i))
        total += term
    return total


class Resonator:
    """Rings at a frequency when it is struck."""

    def __init__(self, rate):
        self.rate, self.last, self.before = rate, 0.0, 0.0
        self.tune(500)

    def tune(self, frequency):
        self.keep = 1 - 300 / self.rate  # how fast it decays
        self.turn = 2 * self.keep * cosine(TURN * frequency / self.rate)

    def strike(self, value):
        value += self.turn * self.last - self.keep * self.keep * self.before
        self.before, self.last = self.last, value
        return value


def syllable(random, resonators, samples, period):
    """A hiss that turns into a vowel and decays."""
    vowel = VOWELS[random.randint(len(VOWELS))]
    for resonator, frequency in zip(resonators, vowel):
        resonator.tune(frequency)
    noise = random.randint(-100, 101, samples)
    consonant = samples // 5
    for i in range(samples):
        if i < consonant:
            yield noise[i] / 400
            continue
        voice = 1.0 if i % period == 0 else 0.0
        level = (samples - i) / samples
        yield level * sum(resonator.strike(voice) for resonator in resonators) / 6


def speak(random, seconds, rate):
    resonators = (Resonator(rate), Resonator(rate))
    period = rate // random.randint(90, 220)
    samples = []
    while len(samples) < seconds * rate:
        if random.randint(6) == 0:
            samples.extend([0.0] * (rate // 5))  # between words
        samples.extend(syllable(random, resonators, rate * random.randint(12, 28) // 100,
                                period + random.randint(-period // 8, period // 8 + 1)))
    return samples[:seconds * rate]


def write(folder):
    for number, (seconds, rate, channels) in enumerate(RECORDINGS, 1):
        random = np.random.RandomState(500 + number)
        values = [max(-32767, min(32767, int(16000 * s))) for s in speak(random, seconds, rate)]
        frames = array.array("h", [v for v in values for _ in range(channels)])
        with wave.open(str(folder / f"{number}-{rate}-hz.wav"), "wb") as file:
            file.setparams((channels, 2, rate, 0, "NONE", ""))
            file.writeframes(frames.tobytes())
