package walls.ledger;

import com.fasterxml.jackson.databind.JsonNode;

record KnowsALibrary(JsonNode json) {}
