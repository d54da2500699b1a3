namespace TokenFunction.Tests.Storage;

/// <summary>The adapters of <c>ITable</c>; a theory's parameter, so that a test's name says which one it ran on.</summary>
public enum StoreKind
{
    Sqlite,
    Azurite,
}
