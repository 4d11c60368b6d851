from string import Formatter

import pytest

from catalogue.remark import WORDINGS, Remark, remark


@pytest.mark.parametrize("code", WORDINGS)
def test_both_languages_name_the_same_values(code: str) -> None:
    wording = WORDINGS[code]
    english, french = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in (wording.en, wording.fr))
    assert english == french
    assert wording.en != wording.fr


def test_a_remark_is_declared_and_has_its_values() -> None:
    assert remark("kept", absent=3).message("fr").startswith("3 fiches ne sont plus listées")
    assert remark("kept", absent=3).warns
    with pytest.raises(KeyError):
        remark("kept")
    with pytest.raises(KeyError):
        remark("nothing")


def test_a_remark_of_a_later_version_is_shown_by_its_code() -> None:
    assert (Remark("later", {}).message("en"), Remark("later", {}).warns) == ("later", False)
