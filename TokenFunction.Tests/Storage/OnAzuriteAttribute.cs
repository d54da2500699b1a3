using System.Reflection;
using Xunit.Sdk;

namespace TokenFunction.Tests.Storage;

/// <summary>
/// Runs a theory on a fresh table of a real Azurite. More arguments follow the store. Skipped where Azurite is missing,
/// except in CI, where the test then fails.
/// </summary>
public sealed class OnAzuriteAttribute : DataAttribute
{
    private readonly object?[] more;

    public OnAzuriteAttribute(params object?[] more)
    {
        this.more = more;
        if (Environment.GetEnvironmentVariable("CI") != "true") Skip = Azurite.WhyMissing!;
    }

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [[StoreKind.Azurite, .. more]];
}
