package walls.result;

public record Figure() {}
