namespace TokenFunction.Tests.Infra;

/// <summary>A test that runs the Bicep command line. Skipped where it is missing, except in CI, where the test then fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnBicepAttribute : TheoryAttribute
{
    public OnBicepAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true") Skip = Bicep.WhyMissing!;
    }
}
