"""Gradient noise whose numbers are the same everywhere: hashed lattices, no generator state."""

import numpy as np


def _hash(ix, iy, seed):
    """Well mixed 32 bits of a lattice point."""
    h = (ix.astype(np.int64) * 374761393 + iy.astype(np.int64) * 668265263 + seed * 1013904223) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    h = ((h ^ (h >> 15)) * 1540483477) & 0xFFFFFFFF
    return h ^ (h >> 16)


def chance(ix, iy, seed):
    """A number in 0..<1 for each lattice point."""
    return _hash(np.asarray(ix), np.asarray(iy), seed) / 4294967296.0


def noise(x, y, seed):
    """-1...1, smooth to the second derivative; zero at whole coordinates."""
    x, y = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
    ix, iy = np.floor(x), np.floor(y)
    fx, fy = x - ix, y - iy
    u = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
    v = fy * fy * fy * (fy * (fy * 6 - 15) + 10)

    def corner(dx, dy):
        angle = chance(ix + dx, iy + dy, seed) * 2 * np.pi
        return np.cos(angle) * (fx - dx) + np.sin(angle) * (fy - dy)

    low = corner(0, 0) * (1 - u) + corner(1, 0) * u
    high = corner(0, 1) * (1 - u) + corner(1, 1) * u
    return (low * (1 - v) + high * v) * 1.5


def fractal(x, y, seed, octaves=5, gain=0.5, lacunarity=2.03):
    """Octaves of noise, about -1...1."""
    total, amplitude, reach = 0.0, 1.0, 0.0
    for octave in range(octaves):
        total = total + amplitude * noise(x, y, seed + 101 * octave)
        reach += amplitude
        amplitude *= gain
        x, y = x * lacunarity + 17.3, y * lacunarity - 9.1
    return total / reach * 1.4


def ridged(x, y, seed, octaves=6, gain=0.5):
    """Octaves folded at zero: sharp crests, 0...1."""
    total, amplitude, reach, weight = 0.0, 1.0, 0.0, 1.0
    for octave in range(octaves):
        crest = (1 - np.abs(noise(x, y, seed + 57 * octave))) ** 2
        total = total + amplitude * crest * weight
        weight = np.clip(crest * 1.6, 0, 1)
        reach += amplitude
        amplitude *= gain
        x, y = x * 2.07 + 3.7, y * 2.07 + 11.9
    return total / reach
