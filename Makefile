.PHONY: check full pictures translations

check: ## what continuous integration runs
	bash .ci/run

full: ## the same, and what takes longer
	bash .ci/full

translations: ## collect strings, rebuild the Korean catalogue
	python packaging/translations.py

pictures: ## the pictures of the README
	bash packaging/pictures.sh
