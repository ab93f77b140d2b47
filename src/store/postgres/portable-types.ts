import {
  ColumnDefinitionNode,
  DataTypeNode,
  GeneratedNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  RawNode,
  type RootOperationNode,
  type UnknownRow,
} from 'kysely';

/**
 * Makes PostgreSQL's column types of SQLite's, so that a migration is written once: `integer` has 64 bits, a row's own
 * number is given by the database, and text compares by its bytes, whatever the database's language is.
 */
export const PORTABLE_TYPES: KyselyPlugin = {
  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    return TRANSFORMER.transformNode(node);
  },
  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return Promise.resolve(result);
  },
};

class TypeTransformer extends OperationNodeTransformer {
  protected override transformColumnDefinition(node: ColumnDefinitionNode): ColumnDefinitionNode {
    const column = super.transformColumnDefinition(node);
    if (!DataTypeNode.is(column.dataType)) return column;
    const { dataType } = column.dataType;
    if (dataType === 'text') return { ...column, dataType: RawNode.createWithSql('text collate "C"') };
    if (dataType !== 'integer') return column;
    const wide = { ...column, dataType: DataTypeNode.create('bigint') };
    if (wide.primaryKey !== true) return wide;
    return ColumnDefinitionNode.cloneWith(wide, {
      generated: GeneratedNode.create({ identity: true, byDefault: true }),
    });
  }
}

const TRANSFORMER = new TypeTransformer();
