namespace TokenIssuer.Storage;

/// <summary>Where clients and revocations are kept: the settings <c>Storage:*</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "Storage";

    /// <summary>
    /// <c>Storage:TableServiceUri</c>: the table service, such as <c>https://NAME.table.core.windows.net</c>,
    /// reached with the app's identity. Either this or <see cref="ConnectionString"/>.
    /// </summary>
    public Uri? TableServiceUri { get; set; }

    /// <summary>
    /// <c>Storage:ConnectionString</c>: for a local Azurite, <c>UseDevelopmentStorage=true</c>.
    /// It carries a key, so nothing deployed should need it.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// <c>Storage:CreateTables</c>: create missing tables at start. Off, because deployed tables come from the
    /// template and the app's role need not create any.
    /// </summary>
    public bool CreateTables { get; set; }
}
