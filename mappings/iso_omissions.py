"""What of ISO 19115 is left out on purpose, and why, as far as its two encodings agree.

Nobody asks for these paths while records are mapped; where a row of the table reads an element that one of them
leads to, the row counts.
"""

from .crosswalk import Entry, Ignore

OMISSIONS: list[Entry] = [
    Ignore(
        ".//lan:PT_Locale/lan:country",
        why="a translation is told by its language; its country would split one language into several",
    ),
    Ignore(
        ".//mdb:contact/@xlink:* | .//mri:pointOfContact/@xlink:* | .//mri:descriptiveKeywords/@xlink:*"
        " | .//gex:extent/@xlink:* | .//mri:extent/@xlink:*",
        why="a reference to content that stands elsewhere: no address that a record gives is visited",
    ),
    Ignore(
        ".//cit:citedResponsibleParty/@xlink:* | .//mrd:distributionFormat/@xlink:*"
        " | .//mri:spatialResolution/@xlink:* | .//mri:resourceConstraints/@xlink:*"
        " | .//mrd:distributorContact/@xlink:* | .//mrd:distributorFormat/@xlink:*",
        why="a reference to content that stands elsewhere: no address that a record gives is visited",
    ),
    Ignore(
        ".//@xlink:title | .//@xlink:role | .//@xlink:arcrole",
        why="a hint for whoever follows the link, which the link's own text or function says",
    ),
    Ignore(
        ".//mri:thesaurusName",
        why="a keyword in words has no place for its thesaurus; of a concept's, title and address are kept: records "
        "cite one thesaurus with many dates and identifiers",
    ),
    Ignore(
        ".//cit:hoursOfService | .//cit:contactInstructions//@src",
        why="opening hours of one who is an agent and no contact; the logo of a contact",
    ),
    Ignore(
        ".//cit:CI_Contact/cit:onlineResource/*/*",
        why="of a contact's page the address is kept (vcard:hasURL takes nothing else)",
    ),
    Ignore(
        ".//cit:address//lan:PT_FreeText | .//cit:address/*/*",
        why="each part of an address is allowed once: in the record's language, the first",
    ),
    Ignore(
        ".//*[local-name()='organisationAcronym']//lan:PT_FreeText",
        why="one short name of an organisation is kept, in the record's language",
    ),
    Ignore(
        ".//mri:purpose//lan:PT_FreeText",
        why="geodcatap:purpose is allowed once: in the record's language",
    ),
    Ignore(
        ".//mri:credit//lan:PT_FreeText//@*",
        why="an unknown language",
    ),
    Ignore(
        ".//mcc:fileType | .//mcc:fileDescription",
        why="an overview is a page: its address says the kind of file, and a description without an address "
        "describes nothing",
    ),
    Ignore(
        ".//cit:CI_OnlineResource/cit:protocol | .//cit:CI_OnlineResource/cit:function"
        " | .//cit:CI_OnlineResource/cit:applicationProfile",
        why="tells what kind of link it is, which has chosen the property; it is not asked for where there is no "
        "choice",
    ),
    Ignore(
        ".//mrd:onLine/*/cit:name | .//mrd:onLine/*/cit:description | .//mrd:onLine/*/cit:applicationProfile",
        why="a service's own endpoint has no name but the service's",
    ),
    Ignore(
        ".//*[local-name()='PT_FreeURL']",
        why="the same address in another language, where it leads to the same page or to none",
    ),
    Ignore(
        ".//lan:PT_FreeText//@locale",
        why="the language of an empty or repeated translation, or one that the record does not declare",
    ),
    Ignore(
        ".//mrd:transferSize | .//mrd:unitsOfDistribution | .//mrd:transferFrequency",
        why="a size is kept only where it can mean one link (dcat:byteSize of a Distribution)",
    ),
    Ignore(
        ".//mrd:offLine",
        why="of a delivery by post the medium is kept; density, volumes and notes are for the shop that sells it",
    ),
    Ignore(
        ".//mrd:formatDistributor | .//mrd:distributor/*/mrd:distributorTransferOptions",
        why="a distributor of one format repeats the distributor; DCAT has no third party between dataset and "
        "distribution",
    ),
    Ignore(
        ".//mrd:orderOptions | .//mrd:orderOptionsType",
        why="says with which form an order is placed",
    ),
    Ignore(
        ".//mrd:plannedAvailableDateTime",
        why="when the data can be had is said of the links of the distributor (dct:issued), where there are any",
    ),
    Ignore(
        ".//mrd:MD_Format//lan:PT_FreeText | .//mrd:MD_Format/*",
        why="of a format its name, version and specification are kept",
    ),
    Ignore(
        "mdb:identificationInfo[position() > 1]",
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
        ".//mri:initiativeType | .//mri:associationType",
        why="the kind of association has chosen the property; an initiative has none",
    ),
    Ignore(
        ".//mcc:authority | .//mcc:codeSpace | .//mcc:version | .//mcc:MD_Identifier/mcc:description",
        why="an identifier is kept with its code; who gives out its kind of codes is for the registry to say",
    ),
    Ignore(
        ".//mcc:code//lan:PT_FreeText",
        why="a code is the same in every language",
    ),
    Ignore(
        ".//gex:extentTypeCode",
        why="only places that the data cover are stated; a hole in a polygon is part of its geometry",
    ),
    Ignore(
        ".//gml:timeInterval | .//gml:duration",
        why="the length of a period follows from its bounds",
    ),
    Ignore(
        ".//gex:temporalElement//@* | .//gex:temporalElement//gml:*",
        why="a bound that is unknown, now or out of the calendar is left open",
    ),
    Ignore(
        ".//gex:verticalElement//*",
        why="of a vertical extent its bounds, unit and the name of its reference system are kept",
    ),
    Ignore(
        ".//gex:polygon//@* | .//gex:polygon//gml:description | .//gex:polygon//gml:name"
        " | .//gex:polygon//gml:identifier",
        why="the geometry is stated in one reference system, longitude before latitude",
    ),
    Ignore(
        ".//mri:userContactInfo | .//mri:usageDateTime",
        why="who once used the data, and when, is not for a catalogue to publish",
    ),
    Ignore(
        ".//mdq:DQ_DataQuality/mdq:scope",
        why="quality is stated of the whole resource: GeoDCAT-AP has no quality of a part",
    ),
    Ignore(
        ".//mdq:evaluationMethodType | .//mdq:valueType | .//mdq:measureIdentification/*/*",
        why="of a measure its name or code is its metric; how directly it was evaluated has no property in DQV",
    ),
    Ignore(
        ".//mdq:valueUnit//* | .//mdq:valueUnit/@*",
        why="of a unit its symbol or name is kept",
    ),
    Ignore(
        ".//mdq:evaluationProcedure//* | .//mdq:report/*/mdq:dateTime",
        why="of the procedure its title is kept; a test without result has no date",
    ),
    Ignore(
        ".//mdq:specification//*",
        why="of a standard its title, address, date, edition and identifier are kept; one that is cited without a "
        "title or address is none that a reader could find",
    ),
    Ignore(
        ".//mrl:sourceExtent | .//mrl:sourceStep//*",
        why="of a source its citation and description are kept; its own extent and history are for the source's "
        "record to say",
    ),
    Ignore(
        ".//mrl:source//* | .//mrl:source/@* | .//mrl:output//*",
        why="of a source its citation, scale, reference system and level of processing are kept; what else is "
        "known is for its own record to say",
    ),
    Ignore(
        ".//mrl:processingInformation//*",
        why="of a procedure its identifier, description, parameters and the titles of its software and documents "
        "are kept",
    ),
    Ignore(
        ".//mrl:processor//*",
        why="of those who processed the data their identity is kept",
    ),
    Ignore(
        ".//mrl:stepDateTime//* | .//mrl:report//*",
        why="of a step the dates and the descriptions are kept",
    ),
    Ignore(
        ".//mrc:sequenceIdentifier//* | .//mrc:sequenceIdentifier//@*",
        why="the data type of a variable is for the file's format to say",
    ),
    Ignore(
        ".//mrc:bitsPerValue | .//mrc:scaleFactor | .//mrc:offset | .//mrc:toneGradation | .//mrc:peakResponse",
        why="how numbers are packed in the file, which the file's format says",
    ),
    Ignore(
        ".//mrc:includedWithDataset | .//mrc:complianceCode | .//mrc:locale | .//mrc:language",
        why="of a feature catalogue its citation is kept",
    ),
    Ignore(
        ".//mrc:triangulationIndicator | .//mrc:radiometricCalibrationDataAvailability"
        " | .//mrc:cameraCalibrationInformationAvailability | .//mrc:filmDistortionInformationAvailability"
        " | .//mrc:lensDistortionInformationAvailability | .//mrc:compressionGenerationQuantity",
        why="whether calibration data exist, not what they are",
    ),
    Ignore(
        ".//msr:numberOfDimensions | .//msr:transformationParameterAvailability"
        " | .//msr:checkPointAvailability | .//msr:controlPointAvailability"
        " | .//msr:orientationParameterAvailability | .//msr:pointInPixel",
        why="how a grid is laid out in the file; its axes and their resolution are kept",
    ),
    Ignore(
        ".//msr:cornerPoints | .//msr:centerPoint | .//msr:centrePoint | .//msr:georeferencedParameters"
        " | .//msr:parameterCitation | .//msr:transformationDimensionDescription"
        " | .//msr:transformationDimensionMapping | .//msr:checkPointDescription"
        " | .//msr:orientationParameterDescription",
        why="the georeferencing of a grid, which the file has; the extent says where the data are",
    ),
    Ignore(
        ".//msr:axisDimensionProperties//* | .//msr:resolution//@*",
        why="of an axis its name, size and resolution are kept",
    ),
    Ignore(
        ".//mac:sponsor//* | .//*[local-name()='otherProperty']//*[starts-with(local-name(), 'EOS_')]",
        why="of a sponsor it is kept who it is and how it is reached; of an additional attribute its name, meaning, "
        "unit and value",
    ),
    Ignore(
        ".//mac:platform//cit:CI_Citation/* | .//mac:instrument//cit:CI_Citation/* | .//mac:platform/@*"
        " | .//mac:instrument//@* | .//mac:mountedOn/@* | .//mac:platform//mcc:codeSpace"
        " | .//mac:instrument//mcc:codeSpace",
        why="of a platform or instrument its names, type, description, sponsor and the documents with an address are "
        "kept; what remains are dates of its citation and references within the record",
    ),
    Ignore(
        ".//mac:objectiveOccurrence | .//mac:significantEvent | .//mac:objective//*"
        " | .//mac:acquisitionRequirement | .//mac:acquisitionPlan",
        why="the log of an observation, event by event; what was to be observed is kept",
    ),
    Ignore(
        ".//mac:operation//*",
        why="of an operation, such as a cruise, its names, description, beginning, end and the documents with an "
        "address are kept",
    ),
    Ignore(
        ".//mex:extendedElementInformation | .//mpc:portrayalCatalogueCitation//*",
        why="defines elements of the record's schema, for programs that validate it",
    ),
    Ignore(
        ".//mas:MD_ApplicationSchemaInformation/*",
        why="of an application schema its citation is kept; the schema itself is a file of its own",
    ),
    Ignore(
        ".//mco:classificationSystem",
        why="of a security constraint its class, the note on it and how to handle the data are kept; they name "
        "the system that the class is from",
    ),
    Ignore(
        ".//mco:useConstraints | .//mco:accessConstraints",
        why="a code such as otherRestrictions says no more than the text beside it; one that stands alone and is "
        "known is an access right",
    ),
    Ignore(
        "*[local-name()='legislationInformation']//*",
        why="of a law the citation is kept; its country and kind follow from it",
    ),
    Ignore(
        ".//*[contains(name(), 'MD_FeatureCatalogueDescription')]/*",
        why="the model of the data in the Swiss profile; attributes are variables, and the catalogue's citation "
        "is a page",
    ),
    Ignore(
        ".//mcc:code/gcx:Anchor",
        why="of an Anchor's address and text the address is the identifier",
    ),
    Ignore(
        ".//mdq:nameOfMeasure | .//mdq:measureDescription",
        why="a measure without a result has measured nothing",
    ),
    Ignore(
        ".//@uuidref",
        why="an internal reference of the catalogue that edited the record",
    ),
]
