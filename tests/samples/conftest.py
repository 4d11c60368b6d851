"""A folder of tiny sample hubs, and a server over it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from samples import SAMPLES
from samples.server import serve_samples

GMD_RECORD = """<?xml version="1.0" encoding="UTF-8"?>
<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
  <gmd:fileIdentifier><gco:CharacterString>{id}</gco:CharacterString></gmd:fileIdentifier>
  <gmd:hierarchyLevel><gmd:MD_ScopeCode codeList="#" codeListValue="{level}">{level}</gmd:MD_ScopeCode>
  </gmd:hierarchyLevel>
  <gmd:dateStamp>{date}</gmd:dateStamp>
  <gmd:identificationInfo><gmd:MD_DataIdentification>
    <gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>Été {id}</gco:CharacterString></gmd:title>
    </gmd:CI_Citation></gmd:citation>
    <gmd:abstract><gco:CharacterString>About {id} &amp; more.</gco:CharacterString></gmd:abstract>
  </gmd:MD_DataIdentification></gmd:identificationInfo>
</gmd:MD_Metadata>
"""
MDB_RECORD = """<mdb:MD_Metadata xmlns:mdb="http://standards.iso.org/iso/19115/-3/mdb/2.0"
    xmlns:mcc="http://standards.iso.org/iso/19115/-3/mcc/1.0" xmlns:cit="http://standards.iso.org/iso/19115/-3/cit/2.0"
    xmlns:mri="http://standards.iso.org/iso/19115/-3/mri/1.0" xmlns:gco="http://standards.iso.org/iso/19115/-3/gco/1.0">
  <mdb:metadataIdentifier><mcc:MD_Identifier><mcc:code><gco:CharacterString>{id}</gco:CharacterString></mcc:code>
  </mcc:MD_Identifier></mdb:metadataIdentifier>
  <mdb:metadataScope><mdb:MD_MetadataScope><mdb:resourceScope><mcc:MD_ScopeCode codeList="#" codeListValue="series"/>
  </mdb:resourceScope></mdb:MD_MetadataScope></mdb:metadataScope>
  <mdb:dateInfo><cit:CI_Date><cit:date><gco:Date>2020-01-01</gco:Date></cit:date></cit:CI_Date></mdb:dateInfo>
  <mdb:dateInfo><cit:CI_Date><cit:date><gco:DateTime>{date}</gco:DateTime></cit:date></cit:CI_Date></mdb:dateInfo>
  <mdb:identificationInfo><mri:MD_DataIdentification>
    <mri:citation><cit:CI_Citation><cit:title><gco:CharacterString>Title {id}</gco:CharacterString></cit:title>
    </cit:CI_Citation></mri:citation>
  </mri:MD_DataIdentification></mdb:identificationInfo>
</mdb:MD_Metadata>
"""


def gmd(id_: str, date: str = "<gco:Date>2022-01-15</gco:Date>", level: str = "dataset") -> str:
    return GMD_RECORD.format(id=id_, date=date, level=level)


def mdb(id_: str, date: str = "2022-07-18T10:00:00+02:00") -> str:
    return MDB_RECORD.format(id=id_, date=date)


def fill(folder: Path, documents: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    for name, document in documents.items():
        (folder / f"{name}.xml").write_text(document, "utf-8")


@pytest.fixture(scope="session")
def hubs_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve records for OAI-PMH, seven and three for CSW, and the samples' own STAC records."""
    folder = tmp_path_factory.mktemp("hubs")
    aeris = {
        f"aeris-{day:02}": gmd(f"aeris-{day:02}", f"<gco:Date>2022-01-{day:02}</gco:Date>") for day in range(1, 12)
    }
    series = gmd("aeris-12", "<gco:DateTime>2022-01-12T08:30:00+01:00</gco:DateTime>", "series")
    fill(folder / "aeris", aeris | {"aeris-12": series})
    fill(folder / "odatis" / "iso19139", {f"odatis-{n}": gmd(f"odatis-{n}") for n in range(1, 8)})
    fill(folder / "odatis" / "iso19115-3", {f"mdb-{n}": mdb(f"mdb-{n}") for n in range(1, 4)})
    fill(folder / "theia" / "iso", {"ozcar": gmd("ozcar")})
    shutil.copytree(SAMPLES / "theia" / "stac", folder / "theia" / "stac")
    shutil.copytree(SAMPLES / "dinamis", folder / "dinamis")
    (folder / "secret.json").write_text("{}", "utf-8")
    return folder


@pytest.fixture(scope="session")
def base_url(hubs_folder: Path) -> Iterator[str]:
    """The base URL of a server over the folder."""
    with serve_samples(hubs_folder) as url:
        yield url
