"""How long the rows of the token embedding are. Those far from the others belong to tokens that the training hardly saw, or that
hold a role of their own (Land & Bartolo 2024, arXiv 2405.05417)."""

from __future__ import annotations

import numpy as np
import torch

from workbench.engine.model import LoadedModel
from workbench.values import TokenNorms, TokenNormsRequest


@torch.inference_mode()
def token_norms(model: LoadedModel, request: TokenNormsRequest) -> TokenNorms:
    """Euclidean norms [d_vocab] of the rows [d_vocab, d_model], and their deviations from the mean in standard deviations."""
    rows = model.transformer.embed.weight
    norms = torch.linalg.vector_norm(rows, dim=1, dtype=torch.float32).cpu().numpy()
    spread = float(norms.std(dtype=np.float64))
    z = (norms - norms.mean(dtype=np.float64)) / spread if spread > 0 else np.zeros_like(norms)
    return TokenNorms(request, norms=norms.astype(np.float32), z=z.astype(np.float32))
