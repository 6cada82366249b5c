package walls.net;

import com.fasterxml.jackson.databind.JsonNode;

record KnowsALibrary(JsonNode json) {}
