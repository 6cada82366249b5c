package walls.local;

public record Pipeline() {}
