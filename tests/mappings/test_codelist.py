"""The code lists: their look-ups, their files, and what a broken file says."""

from collections.abc import Mapping

import pytest

from mappings.codelist import CodeList, CodeListError, load_codelists, parse_codelist
from vocab.loader import packaged
from vocab.registry import load_registry
from vocab.term import is_iri

EU = "http://publications.europa.eu/resource/authority"
INSPIRE = "http://inspire.ec.europa.eu"
OWN = ("authority-", "inspire-themes", "eu-data-themes", "iso-topic-categories")

HEAD = [
    "#mapping_set_id: https://example.org/roles",
    "#mapping_set_title: Roles, to examples",
    "#curie_map:",
    '#  ex: "https://example.org/"',
    '#  skos: "http://www.w3.org/2004/02/skos/core#"',
    "subject_label\tpredicate_id\tobject_id\tmapping_cardinality\tmapping_justification\tcomment",
]
GOOD = "author\tskos:exactMatch\tex:author\t1:1\tsemapv:ManualMappingCuration\tISO"


@pytest.fixture(scope="module")
def lists() -> Mapping[str, CodeList]:
    return load_codelists()


@pytest.mark.parametrize(
    ("name", "code", "iri"),
    [
        ("languages", "fre", f"{EU}/language/FRA"),
        ("languages", "fra", f"{EU}/language/FRA"),
        ("languages", "français", f"{EU}/language/FRA"),
        ("languages", "ger", f"{EU}/language/DEU"),
        ("languages", "dut", f"{EU}/language/NLD"),
        ("languages", "eng; USA", f"{EU}/language/ENG"),
        ("frequencies", "fortnightly", f"{EU}/frequency/BIWEEKLY"),
        ("frequencies", "biannually", f"{EU}/frequency/ANNUAL_2"),
        ("frequencies", "biennially", f"{EU}/frequency/BIENNIAL"),
        ("frequencies", "asNeeded", f"{EU}/frequency/AS_NEEDED"),
        ("frequencies", "notPlanned", f"{EU}/frequency/NOT_PLANNED"),
        ("topic-categories", "CLIMATOLOGY/METEOROLOGY/ATMOSPHERE",
         f"{INSPIRE}/metadata-codelist/TopicCategory/climatologyMeteorologyAtmosphere"),
        ("roles", "principalInvestigator", f"{INSPIRE}/metadata-codelist/ResponsiblePartyRole/principalInvestigator"),
        ("roles", "funder", "http://def.isotc211.org/iso19139/2005/CI_RoleCode/CI_RoleCode_funder"),
        ("spatial-representation", "vector", f"{INSPIRE}/metadata-codelist/SpatialRepresentationType/vector"),
        ("progress", "IN WORK", f"{EU}/dataset-status/DEVELOP"),
        ("access-restrictions", "unrestricted", f"{EU}/access-right/PUBLIC"),
        ("access-restrictions", "restricted", f"{EU}/access-right/RESTRICTED"),
        ("access-restrictions", "private", f"{EU}/access-right/NON_PUBLIC"),
        ("limitations", f"{INSPIRE}/metadata-codelist/LimitationsOnPublicAccess/noLimitations",
         f"{EU}/access-right/PUBLIC"),
        ("limitations", f"{INSPIRE}/metadata-codelist/LimitationsOnPublicAccess/INSPIRE_Directive_Article13_1e",
         f"{EU}/access-right/RESTRICTED"),
        ("formats", "CF/NetCDF", f"{EU}/file-type/NETCDF"),
        ("formats", "HDF-EOS5", f"{EU}/file-type/HDF"),
        ("formats", "image/tiff; application=geotiff; profile=cloud-optimized", f"{EU}/file-type/GEOTIFF"),
        ("media-types", "text/csv", "http://www.iana.org/assignments/media-types/text/csv"),
        ("media-types", f"{EU}/file-type/GEOJSON", "http://www.iana.org/assignments/media-types/application/geo+json"),
        ("licences", "CC-BY-4.0", f"{EU}/licence/CC_BY_4_0"),
        ("licences", "https://creativecommons.org/licenses/by/4.0/deed.fr", f"{EU}/licence/CC_BY_4_0"),
        ("licences", "Licence Ouverte v2.0 (Etalab)", f"{EU}/licence/ETALAB_2_0"),
        ("licences", "ODbL-1.0", f"{EU}/licence/ODC_BL"),
        ("protocols", "OGC:WMS-1.3.0-http-get-map", "http://www.opengis.net/def/serviceType/ogc/wms"),
        ("service-types", "OGC:WFS", f"{INSPIRE}/metadata-codelist/SpatialDataServiceType/download"),
        ("inspire-themes", "http://www.eionet.europa.eu/gemet/en/inspire-theme/of", f"{INSPIRE}/theme/of"),
        ("data-themes", "OCEANS", f"{EU}/data-theme/ENVI"),
    ],
)  # fmt: skip
def test_a_code_is_the_concept_that_the_crosswalk_says(
    lists: Mapping[str, CodeList], name: str, code: str, iri: str
) -> None:
    assert lists[name].lookup(code) == f"<{iri}>"


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        ("language-tags", "ger", "de"),
        ("language-tags", "ROH", "rm"),
        ("character-sets", "8859part1", "ISO-8859-1"),
        ("character-sets", "utf8", "UTF-8"),
        ("link-functions", "WWW:DOWNLOAD-1.0-http--download", "download"),
    ],
)
def test_a_code_is_the_text_that_the_crosswalk_says(
    lists: Mapping[str, CodeList], name: str, code: str, text: str
) -> None:
    assert lists[name].lookup_text(code) == text


def test_neither_case_nor_spacing_nor_the_form_of_an_address_counts(lists: Mapping[str, CodeList]) -> None:
    licences = lists["licences"]
    expected = licences.lookup("https://creativecommons.org/licenses/by/4.0/")
    assert expected is not None
    for spelling in (
        " cc-by-4.0\n",
        "http://creativecommons.org/licenses/by/4.0",
        "Creative  Commons\nAttribution 4.0",
    ):
        assert licences.lookup(spelling) == expected


def test_a_code_may_be_cited_by_its_address(lists: Mapping[str, CodeList]) -> None:
    address = "http://www.isotc211.org/2005/resources/Codelist/gmxCodelists.xml#CI_RoleCode_author"
    assert lists["roles"].lookup(address) == lists["roles"].lookup("author")


def test_an_unknown_code_is_nothing(lists: Mapping[str, CodeList]) -> None:
    for codelist in lists.values():
        for code in ("", "  ", "no such code", "MD_Code_", "http://"):
            if codelist.literal:
                assert codelist.lookup_text(code) is None
            else:
                assert codelist.lookup(code) is None


def test_codes_without_one_certain_meaning_stay_unmapped(lists: Mapping[str, CodeList]) -> None:
    for name, code in [
        ("licences", "CC BY"),
        ("licences", "proprietary"),
        ("licences", "various"),
        ("progress", "NOT PROVIDED"),
        ("access-restrictions", "otherRestrictions"),
        ("access-restrictions", "copyright"),
        ("media-types", "application/x-netcdf"),
        ("protocols", "WWW:LINK-1.0-http--link"),
    ]:
        assert lists[name].lookup(code) is None


def test_a_code_with_several_objects(lists: Mapping[str, CodeList]) -> None:
    themes = lists["data-themes"].lookup_all(f"{INSPIRE}/theme/cp")
    assert set(themes) == {f"<{EU}/data-theme/ECON>", f"<{EU}/data-theme/REGI>"}


def test_concepts_and_texts_are_not_confused(lists: Mapping[str, CodeList]) -> None:
    assert lists["language-tags"].lookup("fre") is None
    assert lists["language-tags"].lookup_all("fre") == ()
    assert lists["languages"].lookup_text("fre") is None


def test_every_row_is_well_formed_and_found(lists: Mapping[str, CodeList]) -> None:
    for codelist in lists.values():
        assert codelist.title
        assert len(codelist) > 0
        for row in codelist:
            if codelist.literal:
                assert codelist.lookup_text(row.code) == row.object
            else:
                assert is_iri(row.object)
                assert row.object in codelist.lookup_all(row.code)


def test_what_the_lists_map_to_is_described_in_the_authority_tables(lists: Mapping[str, CodeList]) -> None:
    tables = [packaged(v) for v in load_registry() if v.path is not None and v.path.name.startswith(OWN)]
    described = {line.decode().split(" ", 1)[0] for table in tables for line in table.lines()}
    for name, codelist in lists.items():
        if codelist.literal or name == "media-types":
            continue
        assert {row.object for row in codelist} <= set(described), name


def test_the_lists_are_immutable_and_read_once(lists: Mapping[str, CodeList]) -> None:
    assert load_codelists() is lists
    with pytest.raises(TypeError):
        lists["other"] = lists["roles"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        lists["roles"].name = "other"  # type: ignore[misc]


def test_a_file_is_parsed() -> None:
    codelist = parse_codelist("roles.tsv", [*HEAD, GOOD, "", GOOD.replace("author", "editor")[:-4]])
    assert (codelist.name, codelist.title, codelist.literal) == ("roles", "Roles, to examples", False)
    assert codelist.lookup("AUTHOR") == "<https://example.org/author>"
    assert [(row.code, row.comment) for row in codelist] == [("author", "ISO"), ("editor", "")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD + "\textra", "7 fields for 6 columns"),
        (GOOD.replace("author\tskos", "\tskos"), "subject_id and subject_label are empty"),
        (GOOD.replace("skos:exactMatch", "exact"), "predicate_id is 'exact'"),
        (GOOD.replace("ex:author", "no:author"), "'no:author'"),
        (GOOD.replace("ex:author", "author"), "'author'"),
        (GOOD.replace("ex:author", ""), "object_id and object_label are empty"),
        (GOOD.replace("semapv:ManualMappingCuration", ""), "mapping_justification is empty"),
        (GOOD.replace("skos:exactMatch", "skos:broader"), "not a SKOS mapping property"),
        (GOOD, "mapped to the same object twice"),
        (GOOD.replace("ex:author", "ex:writer"), "'author' is already mapped"),
        ("author", "predicate_id is empty"),
    ],
)
def test_a_malformed_row_names_file_and_line(row: str, reason: str) -> None:
    with pytest.raises(CodeListError) as error:
        parse_codelist("roles.tsv", [*HEAD, GOOD, row])
    assert str(error.value).startswith("roles.tsv:8: ")
    assert reason in str(error.value)


def test_several_objects_must_be_declared() -> None:
    several = GOOD.replace("1:1", "1:n")
    codelist = parse_codelist("roles.tsv", [*HEAD, several, several.replace("ex:author", "ex:writer")])
    assert codelist.lookup_all("author") == ("<https://example.org/author>", "<https://example.org/writer>")


@pytest.mark.parametrize("lines", [[], HEAD[:5], ["subject_label\tpredicate_id\tmapping_justification"], ["a\tb"]])
def test_a_file_without_a_proper_table_is_refused(lines: list[str]) -> None:
    with pytest.raises(CodeListError, match=r"^roles\.tsv"):
        parse_codelist("roles.tsv", lines)
