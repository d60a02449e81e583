namespace HierKD.Tests;

public sealed class FilterMaskTests : ScopedTest
{
    private readonly FilterGraph _graph =
        FilterGraph.Discover(TestNetwork.Named("vgg").Create(float32), TestNetwork.Named("vgg").Input(float32));

    [Fact]
    public void A_full_mask_keeps_everything()
    {
        var mask = FilterMask.Full(_graph);
        Assert.Equal((24, 0.0), (mask.Kept, mask.Ratio));
        Assert.Equal([0, 1, 2, 3, 4, 5], mask.KeptFilters(_graph.Groups[0]));
        Assert.Same(_graph, mask.Graph);
    }

    [Fact]
    public void A_mask_counts_what_is_on()
    {
        var mask = Mask("100100", "11111111", "0000000001");
        Assert.Equal(11, mask.Kept);
        Assert.Equal(13.0 / 24, mask.Ratio, 12);
        Assert.Equal([0, 3], mask.KeptFilters(_graph.Groups[0]));
        Assert.Equal([9], mask.KeptFilters(_graph.Groups[2]));
        Assert.Equal([true, false, false, true, false, false], mask[_graph.Groups[0]]);
    }

    [Fact]
    public void A_mask_lies_within_another_if_it_turns_nothing_more_on()
    {
        var outer = Mask("110110", "11110000", "1111111110");
        var inner = Mask("100100", "11110000", "0000000010");
        Assert.True(inner.IsWithin(outer));
        Assert.True(outer.IsWithin(outer));
        Assert.False(outer.IsWithin(inner));
        Assert.False(Mask("001000", "11110000", "0000000010").IsWithin(outer));
    }

    [Fact]
    public void Masks_are_the_same_if_the_same_filters_are_on()
    {
        Assert.True(Mask("100100", "11110000", "0000000010").SameAs(Mask("100100", "11110000", "0000000010")));
        Assert.False(Mask("100100", "11110000", "0000000010").SameAs(Mask("100100", "11110000", "0000000001")));
    }

    [Fact]
    public void The_selection_names_outputs_carriers_and_inputs()
    {
        var selection = Mask("100100", "11000000", "1111111111").ToSelection();
        Assert.Equal([0, 3], selection["features.3"].Outputs!);
        Assert.Null(selection["features.3"].Inputs);
        Assert.Equal([0, 3], selection["features.4"].Outputs!);
        Assert.Equal([0, 3], selection["features.7"].Inputs!);
        Assert.Equal([0, 1], selection["features.7"].Outputs!);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], selection["classifier.0"].Inputs!);
        Assert.Null(selection["features.0"].Outputs);
        Assert.Null(selection["classifier.2"].Outputs);
    }

    [Fact]
    public void Masks_that_do_not_fit_the_graph_are_refused()
    {
        Assert.Contains(
            "2 groups, the graph 3", Assert.Throws<ArgumentException>("on", () => Mask("111111", "11111111")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "5 flags for group 'features.3' of 6",
            Assert.Throws<ArgumentException>("on", () => Mask("11111", "11111111", "1111111111")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "group 'features.7' without a filter",
            Assert.Throws<ArgumentException>("on", () => Mask("111111", "00000000", "1111111111")).Message, StringComparison.Ordinal);
    }

    private FilterMask Mask(params string[] groups) => FilterMask.Of(_graph, groups.Select(g => g.Select(c => c == '1')));
}
