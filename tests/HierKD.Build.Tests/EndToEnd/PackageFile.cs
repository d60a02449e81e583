namespace HierKD.Build.Tests.EndToEnd;

/// <summary>A file of a package.</summary>
/// <param name="Path">Its path in the package.</param>
/// <param name="Bytes">What it holds.</param>
internal sealed record PackageFile(string Path, byte[] Bytes);
