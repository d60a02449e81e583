namespace HierKD;

/// <summary>A layer of a known kind: its channels are its own.</summary>
internal sealed class LayerSite(ModuleLayer layer) : FeatureSite(layer.Name, layer.Module)
{
    protected override long Channels => layer.Outputs;

    public override int ChannelAxis(int rank) => layer.ChannelAxis(rank);

    public override long[]? Kept(ModelSelection selection) => selection[layer.Name].Outputs;
}
