import { Badge, Button, Group, Image, Text, ThemeIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPackage, IconPlus } from '@tabler/icons-react';
import { formatMoney, formatNumber } from '@/kit/money';
import { useWorkspace } from '@/kit/workspace';
import { DataList, Dialog, Page, SearchBox, useCursorList, useGo, useUrlState } from '@/ui';
import { useImageUrl } from './image';
import { useT } from './messages';
import { ProductForm } from './ProductForm';
import type { Product } from './types';

export default function ProductsPage() {
  const t = useT();
  const { can } = useWorkspace();
  const go = useGo();
  const [filter, setFilter, clear] = useUrlState({ q: '' });
  const [adding, add] = useDisclosure(false);
  const list = useCursorList<Product>('products', '/products', filter);
  const button = can('product.edit') && (
    <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
      {t('addProduct')}
    </Button>
  );
  return (
    <Page title={t('products')} description={t('productsLead')} actions={button}>
      <Group>
        <SearchBox
          value={filter.q}
          onChange={(q) => setFilter({ q })}
          placeholder={t('productSearch')}
        />
      </Group>
      <DataList
        label={t('products')}
        query={list}
        rowKey={(row) => row.id}
        rowTo={(row) => `/products/${row.id}`}
        filtered={filter.q !== ''}
        onClearFilters={clear}
        columns={[
          {
            key: 'name',
            header: t('product'),
            primary: true,
            render: (row, link) => (
              <Group gap="sm" wrap="nowrap">
                <Thumb product={row} />
                <div>
                  {link(row.name)}
                  {row.sku && (
                    <Text size="xs" c="dimmed">
                      {row.sku}
                    </Text>
                  )}
                </div>
              </Group>
            ),
          },
          {
            key: 'price',
            header: t('price'),
            align: 'right',
            render: (row) => (
              <>
                {formatMoney(row.price)}
                {row.compare_price !== null && (
                  <Text size="xs" c="dimmed" td="line-through">
                    {formatMoney(row.compare_price)}
                  </Text>
                )}
              </>
            ),
          },
          {
            key: 'stock',
            header: t('stock'),
            align: 'right',
            render: (row) => <Stock row={row} />,
          },
          {
            key: 'active',
            header: t('state'),
            render: (row) => (
              <Badge variant="light" tt="none" color={row.active ? 'teal' : 'gray'}>
                {row.active ? t('active') : t('inactive')}
              </Badge>
            ),
          },
        ]}
        empty={{
          icon: IconPackage,
          title: t('noProducts'),
          hint: t('noProductsHint'),
          action: button,
        }}
      />
      <Dialog opened={adding} onClose={add.close} title={t('addProduct')} size="lg">
        <ProductForm
          onDone={(product) => {
            add.close();
            go(`/products/${product.id}`);
          }}
        />
      </Dialog>
    </Page>
  );
}

function Thumb({ product }: { product: Product }) {
  const url = useImageUrl()(product.image_key);
  if (url) return <Image src={url} alt="" w={40} h={40} radius="sm" fit="cover" />;
  return (
    <ThemeIcon size={40} radius="sm" variant="light" color="gray">
      <IconPackage size={20} stroke={1.5} />
    </ThemeIcon>
  );
}

function Stock({ row }: { row: Product }) {
  const t = useT();
  if (row.stock === null) return <Text c="dimmed">{t('endless')}</Text>;
  if (row.stock === 0) {
    return (
      <Badge color="red" variant="light" tt="none">
        {t('outOfStock')}
      </Badge>
    );
  }
  return <>{formatNumber(row.stock)}</>;
}
