"""Add the folders beside the package to what setup.cfg says: the installed package carries its pages."""

from setuptools import find_packages, setup

code = find_packages(include=["dialogues", "dialogues.*"])
setup(packages=[*code, "dialogues.templates", "dialogues.static"])
