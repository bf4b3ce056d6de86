"""Where a model computes: the processor, or a graphics card by CUDA (AMD's too) or Apple's MPS."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from workbench.engine import memory
from workbench.errors import WorkbenchError


def device_of(name: str) -> torch.device:
    """The device of a name: cpu, cuda, cuda:1, mps. Raises WorkbenchError('device-not-available')."""
    known = ["cpu"] + ["cuda"] * torch.cuda.is_available() + ["mps"] * torch.backends.mps.is_available()
    try:
        device = torch.device(name)
    except RuntimeError:
        device = torch.device("meta")  # no such kind of device: refused below
    if device.type not in known or (device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count()):
        raise WorkbenchError("device-not-available", device=name, torch_version=torch.__version__, known=", ".join(known))
    return device


def place_of(module: nn.Module) -> torch.device:
    """Where a module's weights are: all of them are at one place."""
    return next(module.parameters()).device


def free_bytes(device: torch.device) -> int:
    """What may still be allocated there. Apple's graphics cards share the machine's memory."""
    return torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else memory.available_bytes()


def random_state(device: torch.device) -> Tensor | None:
    """The random state that dropout draws from on a graphics card; None for the processor, whose own is known everywhere."""
    if device.type == "cuda":
        return torch.cuda.get_rng_state(device)
    return torch.mps.get_rng_state() if device.type == "mps" else None


def set_random_state(device: torch.device, state: Tensor) -> None:
    """Take it up again, where it is one of the same kind of device."""
    if device.type == "cuda":
        torch.cuda.set_rng_state(state, device)
    elif device.type == "mps":
        torch.mps.set_rng_state(state)
