# tests
EXTRA_DIST += tests/lib.sh tests/all.sh tests/contract-exceptions bootstrap .ci/run

# The tests that run once more under the sanitizers.
print-memory-tests:
	@for t in $(TESTS); do \
	  case $$t in tests/unit/* | tests/run-cases) echo $$t ;; esac; done
.PHONY: print-memory-tests
