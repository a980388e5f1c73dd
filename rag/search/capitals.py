"""Capitals -> the countries whose governments they stand for: Moscow has signed, Russia has."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from rag.terms import word_terms

_COUNTRIES = """
Abuja Nigeria, Accra Ghana, Algiers Algeria, Ankara Turkey, Astana Kazakhstan, Athens Greece,
Baghdad Iraq, Baku Azerbaijan, Bangkok Thailand, Beijing China, Beirut Lebanon, Belgrade Serbia,
Berlin Germany, Bern Switzerland, Brasilia Brazil, Brussels Europe, Bucharest Romania,
Budapest Hungary, Cairo Egypt, Canberra Australia, Caracas Venezuela, Colombo Lanka,
Copenhagen Denmark, Damascus Syria, Delhi India, Dhaka Bangladesh, Doha Qatar, Dublin Ireland,
Hanoi Vietnam, Havana Cuba, Helsinki Finland, Islamabad Pakistan, Jakarta Indonesia,
Jerusalem Israel, Kabul Afghanistan, Kathmandu Nepal, Kiev Ukraine, Kyiv Ukraine, Lima Peru,
Lisbon Portugal, London Britain, Madrid Spain, Manila Philippines, Minsk Belarus, Moscow Russia,
Nairobi Kenya, Oslo Norway, Ottawa Canada, Paris France, Prague Czech, Pretoria Africa,
Pyongyang Korea, Riyadh Arabia, Rome Italy, Santiago Chile, Seoul Korea, Sofia Bulgaria,
Stockholm Sweden, Tashkent Uzbekistan, Tehran Iran, Tokyo Japan, Vienna Austria,
Vilnius Lithuania, Warsaw Poland, Washington America, Wellington Zealand
"""


@functools.cache
def countries_of_capitals() -> Mapping[str, str]:
    """Give the country of each capital that is known, by the capital's index term."""
    pairs = (each.split() for each in _COUNTRIES.split(","))
    return {word_terms(capital)[0]: country for capital, country in pairs}
