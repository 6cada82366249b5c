package walls.aws;

import walls.bigquery.Gateway;

record KnowsBigQuery(Gateway gateway) {}
