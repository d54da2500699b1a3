namespace TokenIssuer.Clients;

/// <summary>An administrative change that may not be made; the message says why and what to do. Nothing was changed.</summary>
public sealed class RefusedException(string message, Exception? inner = null) : Exception(message, inner);
