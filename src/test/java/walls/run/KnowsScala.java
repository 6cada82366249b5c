package walls.run;

import scala.Option;

record KnowsScala(Option<String> option) {}
