from __future__ import annotations
import importlib.util, pytest
from hypothesis import Phase
spec=importlib.util.spec_from_file_location('tmm','/work/main/tests/market/ledger/test_model.py'); m=importlib.util.module_from_spec(spec); spec.loader.exec_module(m)
@pytest.mark.parametrize("engine", ["sqlite","postgresql"])
def test_it(engine, new_database):
    m.run(engine, new_database, max_examples=90, stateful_step_count=25, phases=[Phase.generate])
