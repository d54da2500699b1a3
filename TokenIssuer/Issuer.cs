namespace TokenIssuer;

/// <summary>Every request enters here.</summary>
public sealed class Issuer;
