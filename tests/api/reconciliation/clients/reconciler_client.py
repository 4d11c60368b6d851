"""Runs the PyPI client ``reconciler`` against the endpoint that is named, and prints what it found as JSON."""

import json
import sys

import pandas as pd
from reconciler import reconcile

endpoint, type_ = sys.argv[1:]
frame = pd.DataFrame(
    {
        "name": [f"soil moisture {number}" for number in range(8)] + ["Ozone", "humidité du sol", "Land cover"],
        "above": [""] * 8 + ["Atmosphere: composition", "", ""],
    }
)
plain = reconcile(frame["name"], type_id=type_, reconciliation_endpoint=endpoint)
every = reconcile(frame["name"], top_res="all", reconciliation_endpoint=endpoint)
narrowed = reconcile(
    frame["name"], type_id=type_, property_mapping={"broader": frame["above"]}, reconciliation_endpoint=endpoint
)
columns = ["id", "name", "match", "score", "type_id", "type", "input_value"]
print(
    json.dumps(
        {
            "plain": plain.reindex(columns=columns).to_dict("records"),
            "every": len(every),
            "narrowed": narrowed.reindex(columns=columns).to_dict("records"),
        },
        default=str,
    )
)
