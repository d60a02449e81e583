namespace HierKD.Tests.Run;

/// <summary>An exception that nobody else throws.</summary>
#pragma warning disable CA1032 // It is never made in another way.
internal sealed class FuseException() : Exception("the fuse is blown");
#pragma warning restore CA1032
