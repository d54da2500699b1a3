namespace TokenFunction.Settings;

/// <summary>Which key signs: the settings <c>KeyVault:*</c>.</summary>
public sealed class KeyVaultOptions
{
    /// <summary>The settings' section.</summary>
    public const string Section = "KeyVault";

    /// <summary>
    /// <c>KeyVault:VaultUri</c>: the vault, such as <c>https://NAME.vault.azure.net</c>, reached with the app's identity.
    /// Required, except in Development with <c>Keys:Directory</c>.
    /// </summary>
    public Uri? VaultUri { get; set; }

    /// <summary><c>KeyVault:KeyName</c>: the key; its versions take turns. EC P-256, or RSA of at least 2048 bits.</summary>
    public string? KeyName { get; set; }
}
