using static TorchSharp.torch.nn;

namespace HierKD.Tests;

public sealed class MermaidTests : DiscoveryTest
{
    [Fact]
    public void Groups_stand_between_the_layers_that_make_their_filters_and_those_that_read_them()
    {
        using var model = new ScriptedNet(
            (layer, x) =>
            {
                x = layer("norm").call(layer("stem").call(x)).relu();
                return layer("head").call(x + layer("b").call(layer("a").call(x).relu()));
            },
            ("stem", Conv(2, 4)), ("norm", BatchNorm2d(4)), ("a", Conv(4, 5)), ("b", Conv(5, 4)), ("head", Conv(4, 2)));
        var text = Discover(model, Image(2), new() { PruneFirstLayer = true }).ToMermaid();
        string[] expected =
        [
            "flowchart TD",
            "  g0{{\"stem<br/>4 filters<br/>through 1 more\"}}",
            "  n0[\"stem\"] --> g0",
            "  n1[\"b\"] --> g0",
            "  g0 --> n2[\"a\"]",
            "  g0 --> n3[\"head\"]",
            "  g1{{\"a<br/>5 filters\"}}",
            "  n2 --> g1",
            "  g1 --> n1",
            "  n3 -.- l0([\"2 stay: its outputs are the model's outputs\"])",
            "",
        ];
        Assert.Equal(string.Join('\n', expected), text);
    }
}
