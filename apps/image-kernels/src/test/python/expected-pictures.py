#!/usr/bin/env python3
"""Makes the pictures that OtherPackagesTest compares with: what scikit-image, scipy, OpenCV and Pillow make of two small ones.

usage: expected-pictures.py FOLDER

Needs numpy, scipy, scikit-image, opencv-python-headless and pillow; those in the repository were made with 2.4.6, 1.17.1,
0.26.0, 5.0.0 and 12.3.0. Filters of ours are defined in docs/image-kernels.md.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from scipy import ndimage
from skimage import filters

KERNEL = np.array([[1, 2, 3, -1, 0], [-4, 5, 6, 0, 1], [7, 8, -9, 2, -3]]) / 16.0
BORDERS = {
    "reflect": ("reflect", cv2.BORDER_REFLECT),
    "replicate": ("nearest", cv2.BORDER_REPLICATE),
    "constant": ("constant", cv2.BORDER_CONSTANT),
}
LEVEL = 40  # beyond a constant border, where the package lets one choose


def sample(height, width):
    """Blocks, a slope and noise, in colour."""
    random = np.random.default_rng(7)
    blocks = random.integers(0, 256, (height // 6 + 1, width // 6 + 1, 3)).repeat(6, axis=0).repeat(6, axis=1)
    slope = np.linspace(-60, 60, width)[None, :, None]
    noise = random.normal(0, 15, (height, width, 3))
    return np.clip(blocks[:height, :width] + slope + noise, 0, 255).astype(np.uint8)


def levels(samples):
    return np.clip(np.rint(samples), 0, 255).astype(np.uint8)


def each_channel(picture, make):
    return levels(np.stack([make(picture[..., c].astype(float)) for c in range(3)], axis=-1))


def lanczos(plane, width, height):
    return np.asarray(Image.fromarray(plane.astype(np.float32)).resize((width, height), Image.Resampling.LANCZOS))


def main(folder):
    def keep(name, picture):
        Image.fromarray(picture).save(folder / f"{name}.png")

    picture = sample(31, 43)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    keep("picture", picture)
    keep("opencv-grey", grey)
    for name, (mode, border) in BORDERS.items():
        keep(
            f"scipy-convolve-{name}",
            each_channel(picture, lambda p: ndimage.convolve(p, KERNEL, mode=mode, cval=LEVEL)),
        )
        # OpenCV correlates; beyond its constant border all is black
        keep(
            f"opencv-convolve-{name}",
            levels(cv2.filter2D(picture.astype(float), -1, KERNEL[::-1, ::-1], borderType=border)),
        )
        keep(
            f"scipy-gaussian-{name}",
            each_channel(picture, lambda p: ndimage.gaussian_filter(p, 1.7, mode=mode, cval=LEVEL)),
        )
        keep(
            f"skimage-gaussian-{name}",
            levels(filters.gaussian(picture, 1.7, mode=mode, cval=LEVEL, preserve_range=True, channel_axis=-1)),
        )
        keep(
            f"opencv-gaussian-{name}",
            levels(cv2.GaussianBlur(picture.astype(float), (15, 15), 1.7, borderType=border)),
        )
        keep(
            f"scipy-median-{name}",
            each_channel(picture, lambda p: ndimage.median_filter(p, size=5, mode=mode, cval=LEVEL)),
        )
        keep(f"opencv-bilateral-{name}", cv2.bilateralFilter(picture, 0, 30, 2, borderType=border))
    keep("opencv-median-replicate", cv2.medianBlur(picture, 5))
    keep("opencv-bilateral-grey", cv2.bilateralFilter(grey, 0, 30, 2, borderType=cv2.BORDER_REFLECT))
    keep("skimage-sobel-reflect", each_channel(picture, lambda p: filters.sobel(p, mode="reflect")))
    keep("opencv-equalize-grey", cv2.equalizeHist(grey))
    keep("opencv-area", cv2.resize(picture, (14, 10), interpolation=cv2.INTER_AREA))
    # in floating point: with 8 bits Pillow cuts off what is beyond 0 and 255 between columns and rows
    keep("pillow-lanczos", each_channel(picture, lambda p: lanczos(p, 14, 10)))


if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
    print(__doc__)
    sys.exit(0 if "--help" in sys.argv else 2)
main(Path(sys.argv[1]))
