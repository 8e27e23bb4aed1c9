"""Invented organisations and the positions people hold in them, by country and stakeholder group."""

from dataclasses import dataclass

from dialogues.people.sectors import Sector


@dataclass(frozen=True)
class Body:
    """An organisation (or a community), its sector, the group its people belong to, and what they are there."""

    name: str
    sector: Sector
    group: str
    positions: tuple[str, ...]


def _body(sector: str, group: str, name: str, *positions: str) -> Body:
    return Body(name=name, sector=Sector(sector), group=group, positions=positions)


_NATIONAL = "National government"
_DISTRICT = "Regional and district government"
_AGENCY = "Regulators and agencies"
_NGO = "Non-governmental organisations"
_WOMEN = "Women's groups"
_FAITH = "Faith groups"
_RESEARCH = "Universities and research"
_STUDENTS = "Students and youth"
_LARGE = "Large-scale mining companies"
_TRADERS = "Traders and buyers"
_BUSINESS = "Business associations"
_LICENSED = "Licensed small-scale miners"
_ARTISANAL = "Artisanal miners"
_MINERS = "Miners' associations"
_CHIEFS = "Traditional authorities and chiefs"
_COMMUNITY = "Community members"
_MEDIA = "Media"
_DONORS = "Donors and international bodies"

GHANA = (
    _body("GOV", _NATIONAL, "Ministry of Lands and Mines (invented)", "Director, small-scale mining", "Policy officer"),
    _body("GOV", _DISTRICT, "Bonsa Municipal Assembly (invented)", "Coordinating director", "Planning officer"),
    _body("GOV", _AGENCY, "Western Mines Inspectorate (invented)", "District officer", "Inspector", "Geologist"),
    _body("GOV", _AGENCY, "Office for the Environment, Western (invented)", "Programme officer", "Inspector"),
    _body("GOV", "Elected officials", "Bonsa Municipal Assembly (invented)", "Assembly member"),
    _body("CSO", _NGO, "Friends of the Ankobra (invented)", "Programme manager", "Field officer", "Network officer"),
    _body("CSO", _NGO, "Fair Gold Watch (invented)", "Coordinator", "Legal officer"),
    _body("CSO", _WOMEN, "Women of Nsuaem Pit (invented)", "Chairwoman", "Secretary"),
    _body("CSO", _FAITH, "Wassa Council of Churches and Mosques (invented)", "Peace officer"),
    _body("ACA", _RESEARCH, "College of Mines, Bonsa (invented)", "Senior lecturer", "Research fellow"),
    _body("ACA", _STUDENTS, "College of Mines, Bonsa (invented)", "Student, mining engineering"),
    _body("IND", _LARGE, "Teberebie Gold Ltd (invented)", "Community relations manager", "Superintendent, environment"),
    _body("IND", _TRADERS, "Prestea Gold Buyers (invented)", "Buyer"),
    _body("IND", _BUSINESS, "Western Chamber of Enterprise (invented)", "Regional secretary"),
    _body("MIN", _LICENSED, "Nsuaem Top Mine (invented)", "Mine owner", "Mine manager", "Blaster"),
    _body("MIN", _LICENSED, "Kanyankaw Pit (invented)", "Mine owner", "Foreman"),
    _body("MIN", _ARTISANAL, "Bonsa River Diggers (invented)", "Digger", "Washer", "Pit leader"),
    _body(
        "MIN", _MINERS, "Association of Small Miners, Western (invented)", "Chairman", "Women's organiser", "Secretary"
    ),
    _body("OTH", _CHIEFS, "Stool of Bonsaso (invented)", "Chief", "Queen mother", "Linguist"),
    _body("OTH", _COMMUNITY, "Kayanko community (invented)", "Farmer", "Youth leader"),
    _body("OTH", _MEDIA, "Radio Ankobra (invented)", "Reporter", "Editor"),
    _body("OTH", _DONORS, "Fund for Fair Minerals (invented)", "Programme adviser"),
)

TANZANIA = (
    _body("GOV", _NATIONAL, "Ministry of Earth Resources (invented)", "Head of small-scale mining", "Legal officer"),
    _body("GOV", _DISTRICT, "Rwamgasa District Council (invented)", "Community officer", "Planning officer"),
    _body("GOV", _AGENCY, "Lake Zone Mines Office (invented)", "Resident mines officer", "Inspector", "Geologist"),
    _body("CSO", _NGO, "Haki ya Migodi (invented)", "Director", "Field officer", "Advocacy officer"),
    _body("CSO", _WOMEN, "Wanawake na Madini, Geita (invented)", "Chairwoman", "Treasurer", "Member"),
    _body("CSO", _NGO, "Mazingira Safi (invented)", "Project officer", "Nurse, health of miners"),
    _body("ACA", _RESEARCH, "Institute of Rural Minerals (invented)", "Researcher", "Lecturer"),
    _body("IND", _LARGE, "Nyamkulu Gold Mine Ltd (invented)", "Environment adviser", "Community manager", "Engineer"),
    _body("IND", _TRADERS, "Geita Gold Traders (invented)", "Broker", "Buyer"),
    _body("MIN", _LICENSED, "Kidefu Pamoja mine (invented)", "Claim holder", "Pit manager", "Driller"),
    _body("MIN", _ARTISANAL, "Nyarugusu pits (invented)", "Digger", "Ball mill owner", "Washer"),
    _body("MIN", _MINERS, "Shirika la Wachimbaji, Geita (invented)", "Chairman", "Secretary", "Treasurer"),
    _body("OTH", _COMMUNITY, "Rwamgasa village (invented)", "Village chair", "Elder", "Farmer"),
    _body("OTH", _MEDIA, "Sauti ya Ziwa FM (invented)", "Journalist", "Producer"),
    _body("OTH", _DONORS, "Fund for Fair Minerals (invented)", "Country adviser"),
)

MADAGASCAR = (
    _body("GOV", _NATIONAL, "Ministère du Sous-sol (inventé)", "Directeur régional", "Ingénieur"),
    _body("GOV", _DISTRICT, "Commune de Bekitro (inventée)", "Maire", "Adjoint au maire"),
    _body("GOV", _AGENCY, "Bureau du cadastre des pierres (inventé)", "Chef de bureau", "Agent"),
    _body("CSO", _NGO, "Voix du Saphir (inventée)", "Coordonnatrice", "Animateur"),
    _body("CSO", _WOMEN, "Vehivavy Mpitrandraka (noforonina)", "Filoha", "Mpikambana"),
    _body("ACA", _RESEARCH, "Institut des pierres fines (inventé)", "Chercheuse", "Gemmologue"),
    _body("IND", _TRADERS, "Comptoir des gemmes de Bekitro (inventé)", "Négociant", "Lapidaire"),
    _body("MIN", _ARTISANAL, "Fosses de Bekitro (inventées)", "Creuseur", "Tamiseuse", "Chef d'équipe"),
    _body("MIN", _MINERS, "Fikambanan'ny mpitrandraka (noforonina)", "Président", "Secrétaire"),
    _body("OTH", _COMMUNITY, "Fokontany Ambalavato (noforonina)", "Olobe", "Agriculteur"),
    _body("OTH", _MEDIA, "Radio Mozambika (inventée)", "Journaliste"),
)

ELSEWHERE = (
    _body("GOV", _NATIONAL, "Ministry of Mines of an invented country", "Minister", "Adviser"),
    _body("CSO", _NGO, "Common Ground International (invented)", "Director", "Researcher", "Communications adviser"),
    _body("CSO", _NGO, "Pact for Small Mines (invented)", "Programme director"),
    _body("ACA", _RESEARCH, "Institute for Land and Water, London (invented)", "Principal researcher", "Fellow"),
    _body("IND", _LARGE, "Northstar Metals plc (invented)", "Head of social performance", "Vice-president"),
    _body("IND", _TRADERS, "Hatton Fair Jewellers (invented)", "Buyer"),
    _body("MIN", _MINERS, "Alliance of Andean Small Miners (invented)", "President", "Delegate"),
    _body("MIN", _LICENSED, "Gobi Hand Miners (invented)", "Partnership leader"),
    _body("OTH", _DONORS, "Fund for Fair Minerals (invented)", "Programme adviser"),
    _body("OTH", _MEDIA, "The Shaft, online magazine (invented)", "Editor"),
)
