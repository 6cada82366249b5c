package walls.run;

public record Phase() {}
