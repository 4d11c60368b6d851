"""What of ISO/TS 19139 is left out on purpose, and why.

Nobody asks for these paths while records are mapped; where a row of the table reads an element that one of them
leads to, the row counts.
"""

from .crosswalk import Entry, Ignore

OMISSIONS: list[Entry] = [
    Ignore(
        "gmd:characterSet | .//gmd:PT_Locale/gmd:characterEncoding",
        why="the encoding of the record's own bytes, which every XML parser knows",
    ),
    Ignore(
        ".//gmd:PT_Locale/gmd:country",
        why="a translation is told by its language; its country would split one language into several",
    ),
    Ignore(
        ".//gmd:contact/@xlink:* | .//gmd:pointOfContact/@xlink:* | .//gmd:descriptiveKeywords/@xlink:*"
        " | .//gmd:extent/@xlink:* | .//gmd:extent/@xlink:*",
        why="a reference to content that stands elsewhere: no address that a record gives is visited",
    ),
    Ignore(
        ".//gmd:citedResponsibleParty/@xlink:* | .//gmd:distributionFormat/@xlink:*"
        " | .//gmd:spatialResolution/@xlink:* | .//gmd:resourceConstraints/@xlink:*"
        " | .//gmd:distributorContact/@xlink:* | .//gmd:distributorFormat/@xlink:*",
        why="a reference to content that stands elsewhere: no address that a record gives is visited",
    ),
    Ignore(
        ".//@xlink:title | .//@xlink:role | .//@xlink:arcrole",
        why="a hint for whoever follows the link, which the link's own text or function says",
    ),
    Ignore(
        ".//gmd:thesaurusName",
        why="a keyword in words has no place for its thesaurus, and a concept has its scheme from its address: "
        "records cite one thesaurus under many titles, dates and identifiers",
    ),
    Ignore(
        ".//gmd:CI_Telephone/gmd:facsimile",
        why="a contact has one number (vcard:hasTelephone, 0..1), which is the telephone's",
    ),
    Ignore(
        ".//gmd:CI_Telephone/gmd:voice",
        why="a contact has one number (vcard:hasTelephone, 0..1): the first",
    ),
    Ignore(
        ".//gmd:hoursOfService",
        why="vCard has no opening hours",
    ),
    Ignore(
        ".//gmd:CI_Contact/gmd:onlineResource/*/*",
        why="of a contact's page the address is kept (vcard:hasURL takes nothing else)",
    ),
    Ignore(
        ".//gmd:address//gmd:PT_FreeText | .//gmd:address/*/*",
        why="each part of an address is allowed once: in the record's language, the first",
    ),
    Ignore(
        ".//*[local-name()='organisationAcronym']//gmd:PT_FreeText",
        why="one short name of an organisation is kept, in the record's language",
    ),
    Ignore(
        ".//gmd:individualName//@* | .//gmd:organisationName//@*",
        why="the name of a party is kept as text; of its addresses only an ORCID, ROR or EDMO is a party's identity",
    ),
    Ignore(
        ".//gmd:purpose//gmd:PT_FreeText",
        why="geodcatap:purpose is allowed once: in the record's language",
    ),
    Ignore(
        ".//gmd:credit//gmd:PT_FreeText//@*",
        why="an unknown language",
    ),
    Ignore(
        ".//gmd:fileType | .//gmd:fileDescription",
        why="an overview is a page: its address says the kind of file, and a description without an address "
        "describes nothing",
    ),
    Ignore(
        ".//gmd:CI_OnlineResource/gmd:protocol | .//gmd:CI_OnlineResource/gmd:function"
        " | .//gmd:CI_OnlineResource/gmd:applicationProfile",
        why="tells what kind of link it is, which has chosen the property; it is not asked for where there is no "
        "choice",
    ),
    Ignore(
        ".//gmd:onLine/*/gmd:name | .//gmd:onLine/*/gmd:description | .//gmd:onLine/*/gmd:applicationProfile",
        why="a service's own endpoint has no name but the service's",
    ),
    Ignore(
        ".//*[local-name()='PT_FreeURL']",
        why="the same address in another language, where it leads to the same page or to none",
    ),
    Ignore(
        ".//gmd:PT_FreeText//@locale",
        why="the language of an empty or repeated translation, or one that the record does not declare",
    ),
    Ignore(
        ".//gmd:transferSize | .//gmd:unitsOfDistribution | .//gmd:transferFrequency",
        why="a size is kept only where it can mean one link (dcat:byteSize of a Distribution)",
    ),
    Ignore(
        ".//gmd:offLine",
        why="of a delivery by post the medium is kept; density, volumes and notes are for the shop that sells it",
    ),
    Ignore(
        ".//gmd:formatDistributor | .//gmd:distributor/*/gmd:distributorTransferOptions",
        why="a distributor of one format repeats the distributor; DCAT has no third party between dataset and "
        "distribution",
    ),
    Ignore(
        ".//gmd:plannedAvailableDateTime | .//gmd:orderOptions | .//gmd:orderOptionsType",
        why="says when an order can be placed, and with which form",
    ),
    Ignore(
        ".//gmd:MD_Format//gmd:PT_FreeText | .//gmd:MD_Format/*",
        why="of a format its name, version and specification are kept",
    ),
    Ignore(
        "gmd:identificationInfo[position() > 1]",
        why="a record describes one resource; the finding map.identification.multiple says so",
    ),
    Ignore(
        ".//srv:parameters | .//srv:parameter | .//srv:DCP | .//srv:distributedComputingPlatform"
        " | .//srv:invocationName | .//srv:operationDescription | .//srv:dependsOn",
        why="a service describes its operations itself, at the address of dcat:endpointDescription",
    ),
    Ignore(
        ".//srv:connectPoint",
        why="the address of an operation is the service's endpoint; where the record is of a dataset, a "
        "distribution has it",
    ),
    Ignore(
        ".//srv:couplingType | .//srv:coupledResource | .//srv:restrictions | .//srv:serviceStandard | .//srv:profile",
        why="how tightly a service and its data belong together; dcat:servesDataset says that they do",
    ),
    Ignore(
        ".//srv:operatesOn",
        why="a reference without identifier: no address that a record gives is visited",
    ),
    Ignore(
        ".//gmd:initiativeType | .//gmd:associationType",
        why="the kind of association has chosen the property; an initiative has none",
    ),
    Ignore(
        ".//gmd:authority | .//gmd:codeSpace | .//gmd:version | .//gmd:MD_Identifier/gmd:description",
        why="an identifier is kept with its code; who gives out its kind of codes is for the registry to say",
    ),
    Ignore(
        ".//gmd:code//gmd:PT_FreeText",
        why="a code is the same in every language",
    ),
    Ignore(
        ".//gmd:referenceSystemIdentifier/*/*",
        why="of a reference system its EPSG code is kept, from which all else follows; a system without one is "
        "reported",
    ),
    Ignore(
        ".//gmd:extentTypeCode",
        why="only places that the data cover are stated; a hole in a polygon is part of its geometry",
    ),
    Ignore(
        ".//gml:timeInterval | .//gml:duration",
        why="the length of a period follows from its bounds",
    ),
    Ignore(
        ".//gmd:temporalElement//@* | .//gmd:temporalElement//gml:*",
        why="a bound that is unknown, now or out of the calendar is left open",
    ),
    Ignore(
        ".//gmd:verticalElement//*",
        why="of a vertical extent its bounds, unit and the name of its reference system are kept",
    ),
    Ignore(
        ".//gmd:polygon//@* | .//gmd:polygon//gml:description | .//gmd:polygon//gml:name"
        " | .//gmd:polygon//gml:identifier",
        why="the geometry is stated in one reference system, longitude before latitude",
    ),
    Ignore(
        ".//gmd:updateScope | .//gmd:updateScopeDescription",
        why="maintenance is stated of the whole resource",
    ),
    Ignore(
        ".//gmd:userContactInfo | .//gmd:usageDateTime",
        why="who once used the data, and when, is not for a catalogue to publish",
    ),
    Ignore(
        ".//gmd:DQ_DataQuality/gmd:scope",
        why="quality is stated of the whole resource: GeoDCAT-AP has no quality of a part",
    ),
    Ignore(
        ".//gmd:evaluationMethodType | .//gmd:valueType | .//gmd:measureIdentification/*/*",
        why="of a measure its name or code is its metric; how directly it was evaluated has no property in DQV",
    ),
    Ignore(
        ".//gmd:valueUnit//* | .//gmd:valueUnit/@*",
        why="of a unit its symbol or name is kept",
    ),
    Ignore(
        ".//gmd:evaluationProcedure//* | .//gmd:report/*/gmd:dateTime",
        why="of the procedure its title is kept; a test without result has no date",
    ),
    Ignore(
        ".//gmd:specification//* | .//gmd:specification/@*",
        why="a standard that is cited without a title or address is none that a reader could find",
    ),
    Ignore(
        ".//gmd:sourceExtent | .//gmd:sourceStep//*",
        why="of a source its citation and description are kept; its own extent and history are for the source's "
        "record to say",
    ),
    Ignore(
        ".//gmd:source//* | .//gmd:source/@* | .//gmi:output//*",
        why="of a source its citation, scale, reference system and level of processing are kept; what else is "
        "known is for its own record to say",
    ),
    Ignore(
        ".//gmi:processingInformation//*",
        why="of a procedure its identifier, description, parameters and the titles of its software and documents "
        "are kept",
    ),
    Ignore(
        ".//gmd:processor//*",
        why="of those who processed the data their identity is kept",
    ),
    Ignore(
        ".//gmd:stepDateTime//* | .//gmi:report//*",
        why="of a step the dates and the descriptions are kept",
    ),
    Ignore(
        ".//gmd:sequenceIdentifier//* | .//gmd:sequenceIdentifier//@*",
        why="the data type of a variable is for the file's format to say",
    ),
    Ignore(
        ".//gmd:bitsPerValue | .//gmd:scaleFactor | .//gmd:offset | .//gmd:toneGradation | .//gmd:peakResponse",
        why="how numbers are packed in the file, which the file's format says",
    ),
    Ignore(
        ".//gmd:units//* | .//gmd:units/@*",
        why="of a unit its symbol or name is kept",
    ),
    Ignore(
        ".//gmd:contentInfo//gmi:rangeElementDescription | .//*[local-name()='otherProperty']"
        " | .//*[local-name()='otherPropertyType']",
        why="an extension whose elements each provider defines for itself",
    ),
    Ignore(
        ".//gmd:includedWithDataset | .//gmd:complianceCode | .//gmd:locale | .//gmd:language",
        why="of a feature catalogue its citation is kept",
    ),
    Ignore(
        ".//gmd:MD_FeatureCatalogueDescription//*",
        why="of a feature catalogue its citation is kept",
    ),
    Ignore(
        ".//gmd:triangulationIndicator | .//gmd:radiometricCalibrationDataAvailability"
        " | .//gmd:cameraCalibrationInformationAvailability | .//gmd:filmDistortionInformationAvailability"
        " | .//gmd:lensDistortionInformationAvailability | .//gmd:compressionGenerationQuantity",
        why="whether calibration data exist, not what they are",
    ),
    Ignore(
        ".//gmd:numberOfDimensions | .//gmd:transformationParameterAvailability"
        " | .//gmd:checkPointAvailability | .//gmd:controlPointAvailability"
        " | .//gmd:orientationParameterAvailability | .//gmd:pointInPixel",
        why="how a grid is laid out in the file; its axes and their resolution are kept",
    ),
    Ignore(
        ".//gmd:cornerPoints | .//gmd:centerPoint | .//gmd:centrePoint | .//gmd:georeferencedParameters"
        " | .//gmd:parameterCitation | .//gmd:transformationDimensionDescription"
        " | .//gmd:transformationDimensionMapping | .//gmd:checkPointDescription"
        " | .//gmd:orientationParameterDescription",
        why="the georeferencing of a grid, which the file has; the extent says where the data are",
    ),
    Ignore(
        ".//gmd:axisDimensionProperties//* | .//gmd:resolution//@*",
        why="of an axis its name, size and resolution are kept",
    ),
    Ignore(
        ".//gmi:sponsor | .//gmi:mountedOn//* | .//gmi:otherProperty",
        why="who runs a platform is for the vocabulary of platforms to say",
    ),
    Ignore(
        ".//gmi:platform//* | .//gmi:instrument//* | .//gmi:sensingInstrument//* | .//gmi:platform/@*"
        " | .//gmi:instrument//@* | .//gmi:mountedOn/@*",
        why="a platform or instrument is a concept: what else is known of it is for its vocabulary to say",
    ),
    Ignore(
        ".//gmi:objectiveOccurrence | .//gmi:significantEvent | .//gmi:objective//*"
        " | .//gmi:acquisitionRequirement | .//gmi:acquisitionPlan",
        why="the log of an observation, event by event; what was to be observed is kept",
    ),
    Ignore(
        ".//gmi:operation//*",
        why="of an operation, such as a cruise, its name and description are kept",
    ),
    Ignore(
        ".//gmd:extendedElementInformation | .//gmd:portrayalCatalogueCitation//*",
        why="defines elements of the record's schema, for programs that validate it",
    ),
    Ignore(
        ".//gmd:MD_ApplicationSchemaInformation/*",
        why="of an application schema its citation is kept; the schema itself is a file of its own",
    ),
    Ignore(
        ".//gmd:MD_SecurityConstraints/*",
        why="of a security constraint its class is kept",
    ),
    Ignore(
        ".//gmd:useConstraints | .//gmd:accessConstraints",
        why="a code such as otherRestrictions says no more than the text beside it; one that stands alone and is "
        "known is an access right",
    ),
    Ignore(
        "*[local-name()='legislationInformation']",
        why="laws are cited by their titles here; dcatap:applicableLegislation takes the address of a law",
    ),
    Ignore(
        ".//*[contains(name(), 'MD_FeatureCatalogueDescription')]/*",
        why="the model of the data in the Swiss profile; attributes are variables, and the catalogue's citation "
        "is a page",
    ),
    Ignore(
        ".//gmd:abstract//@* | .//gmd:language | .//gmd:hierarchyLevel[position() > 1]",
        why="a language or a level that is said twice",
    ),
    Ignore(
        "*[not(contains(' fileIdentifier language characterSet parentIdentifier hierarchyLevel "
        "hierarchyLevelName contact dateStamp metadataStandardName metadataStandardVersion dataSetURI "
        "locale spatialRepresentationInfo referenceSystemInfo metadataExtensionInfo identificationInfo "
        "contentInfo distributionInfo dataQualityInfo portrayalCatalogueInfo metadataConstraints "
        "applicationSchemaInfo metadataMaintenance acquisitionInformation ', concat(' ', local-name(), ' "
        "')))]",
        why="no element that ISO 19115 gives a record, but a profile's own or one of another class out of its place",
    ),
    Ignore(
        ".//gmd:MD_Keywords/gmd:type | .//gmd:contentType | .//gmd:presentationForm"
        " | .//gmd:hierarchyLevelName//@codeListValue",
        why="a code without its keywords, or the address of the code list in the place of a code",
    ),
    Ignore(
        ".//gmd:code/gmx:Anchor",
        why="of an Anchor's address and text the address is the identifier",
    ),
    Ignore(
        ".//gmd:nameOfMeasure | .//gmd:measureDescription",
        why="a measure without a result has measured nothing",
    ),
    Ignore(
        ".//@uuidref",
        why="an internal reference of the catalogue that edited the record",
    ),
    Ignore(
        ".//*[local-name()='CHE_CI_Telephone']/*",
        why="a contact has one number (vcard:hasTelephone, 0..1), which is the telephone's",
    ),
    Ignore(
        ".//*[starts-with(local-name(), 'basicGeodata')]",
        why="the number of a data set in the Swiss catalogue of basic geodata, a profile's own element",
    ),
    Ignore(
        ".//*[local-name()='SDN_Citation']/gmd:citedResponsibleParty | .//*[local-name()='SDN_Citation']//*",
        why="of a publication in SeaDataNet's profile the address is kept",
    ),
]
