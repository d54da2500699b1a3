using System.Reflection;
using Xunit.Sdk;

namespace TokenFunction.Tests.Storage;

/// <summary>Runs a theory on a fresh SQLite file. More arguments follow the store.</summary>
public sealed class OnSqliteAttribute(params object?[] more) : DataAttribute
{
    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[StoreKind.Sqlite, .. more]];
}
