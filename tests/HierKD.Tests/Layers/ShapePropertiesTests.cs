using TorchSharp.Modules;

namespace HierKD.Tests;

/// <summary>What a user is told whose TorchSharp lacks a private name; the names themselves are in TorchSharpContract.</summary>
public sealed class ShapePropertiesTests
{
    [Fact]
    public void A_missing_field_is_named_with_the_version_that_lacks_it()
    {
        var failure = Assert.Throws<MissingFieldException>(() => ShapeProperties.BackingField(typeof(Linear), "in_channels"));
        Assert.Contains("TorchSharp.Modules.Linear.in_channels", failure.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(Linear).Assembly.GetName().Version!.ToString(), failure.Message, StringComparison.Ordinal);
    }
}
