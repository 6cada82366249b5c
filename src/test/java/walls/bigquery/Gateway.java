package walls.bigquery;

public record Gateway() {}
