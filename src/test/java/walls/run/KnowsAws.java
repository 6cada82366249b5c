package walls.run;

import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

record KnowsAws(KinesisAsyncClient client) {}
